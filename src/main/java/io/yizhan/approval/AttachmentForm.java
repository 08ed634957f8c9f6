package io.yizhan.approval;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The multipart body of an attachment for the API document alone: the body itself is streamed and never becomes an object. */
record AttachmentForm(
        @Schema(
                type = SchemaType.STRING,
                format = "binary",
                description = "One file: PDF, JPEG, PNG or OFD, recognised by content",
                required = true)
        byte[] file,

        @Schema(description = "What it is; nothing personal", maxLength = 100, required = true)
        String title) {}
