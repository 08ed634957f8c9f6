package io.yizhan.material;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.yizhan.catalogue.MaterialType;
import io.yizhan.catalogue.PublishedCatalogue;
import io.yizhan.identity.AuthenticatedCaller;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.http.RequestId;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes in one file for the caller's space: received, recognised, stored, then recorded. */
@Singleton
final class UploadMaterial {
    private static final int ISSUER_LENGTH = 100;

    private final KeptFiles files;
    private final Materials materials;
    private final PublishedCatalogue catalogue;
    private final MaterialConfig config;

    UploadMaterial(KeptFiles files, Materials materials, PublishedCatalogue catalogue, MaterialConfig config) {
        this.files = files;
        this.materials = materials;
        this.catalogue = catalogue;
        this.config = config;
    }

    Uni<Materials.Kept> upload(HttpServerRequest request, AuthenticatedCaller caller) {
        var requestId = RequestId.of(request);
        return files.keep(request, this::describe)
                .chain(upload -> materials.keep(
                        UuidCreator.getTimeOrderedEpoch(), caller, upload, config.maxBytesPerDay(), requestId));
    }

    private Upload describe(KeptFiles.Kept kept) {
        var fields = kept.fields();
        return new Upload(
                type(fields).code(),
                issuer(fields),
                date(fields, "issuedOn"),
                date(fields, "validFrom"),
                date(fields, "validUntil"),
                replaces(fields),
                kept.sha256(),
                kept.size(),
                kept.mediaType());
    }

    private MaterialType type(Map<String, String> fields) {
        var code = fields.get("materialType");
        if (code == null) {
            throw invalid("materialType", "required", "必填", "is required");
        }
        return catalogue.get().materialType(code);
    }

    private static String issuer(Map<String, String> fields) {
        var issuer = fields.getOrDefault("issuer", "").strip();
        if (issuer.length() > ISSUER_LENGTH) {
            throw invalid("issuer", "tooLong", "不得超过 100 字", "may have up to 100 characters");
        }
        return issuer;
    }

    private static Optional<LocalDate> date(Map<String, String> fields, String name) {
        var text = fields.get(name);
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException notADate) {
            throw invalid(name, "date", "须为 2026-11-22 形式的日期", "must be a date such as 2026-11-22");
        }
    }

    private static Optional<UUID> replaces(Map<String, String> fields) {
        var text = fields.get("replaces");
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            throw invalid("replaces", "id", "须为材料编号", "must be the id of a material");
        }
    }

    private static Problem invalid(String field, String code, String zh, String en) {
        return Problem.of(ProblemType.UPLOAD_INVALID).fault("form:" + field, code, zh, en);
    }
}
