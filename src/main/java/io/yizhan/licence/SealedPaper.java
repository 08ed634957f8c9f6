package io.yizhan.licence;

import java.util.HexFormat;

/**
 * A printed paper with the hall's signature.
 *
 * @param seal compact JWS over {@link #statement}
 */
record SealedPaper(byte[] content, byte[] sha256, String seal) {
    /** What is signed: which document it is, and its SHA-256. */
    static String statement(String document, byte[] sha256) {
        return "{\"document\":\"" + document + "\",\"sha256\":\""
                + HexFormat.of().formatHex(sha256) + "\"}";
    }
}
