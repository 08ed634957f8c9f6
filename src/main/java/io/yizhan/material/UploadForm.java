package io.yizhan.material;

import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The multipart body of an upload for the API document alone: the body itself is streamed and never becomes an object. */
record UploadForm(
        @Schema(
                type = SchemaType.STRING,
                format = "binary",
                description = "One file: PDF, JPEG, PNG or OFD, recognised by content",
                required = true)
        byte[] file,

        @Schema(description = "Code of a material type", required = true)
        String materialType,

        @Schema(maxLength = 100) @Nullable String issuer,
        @Nullable LocalDate issuedOn,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validUntil,

        @Schema(description = "The own material this one takes the place of") @Nullable UUID replaces) {}
