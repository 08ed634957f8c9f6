package io.yizhan.licence;

import io.vertx.core.buffer.Buffer;
import org.jboss.resteasy.reactive.RestResponse;

/** A paper to be saved, kept by nobody on the way. */
final class PdfAnswer {
    private PdfAnswer() {}

    static RestResponse<Buffer> of(byte[] content, String name) {
        return RestResponse.ResponseBuilder.ok(Buffer.buffer(content))
                .header("Content-Disposition", "attachment; filename=\"" + name + ".pdf\"")
                .header("Cache-Control", "private, no-store")
                .build();
    }
}
