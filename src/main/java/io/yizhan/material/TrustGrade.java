package io.yizhan.material;

/** How far a copy is trusted. Ordered from best to least. */
public enum TrustGrade {
    /** Issuer-signed original. */
    A,
    /** Converted from the issuer's data. */
    B,
    /** Scanned and verified at a window against the original. */
    C,
    /** Uploaded by the applicant, not verified: it may serve, and is checked at acceptance. */
    D;

    boolean isAtLeast(TrustGrade minimum) {
        return compareTo(minimum) <= 0;
    }
}
