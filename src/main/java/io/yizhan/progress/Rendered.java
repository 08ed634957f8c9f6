package io.yizhan.progress;

import io.yizhan.platform.http.EntityTag;

/**
 * A view ready to be sent.
 *
 * @param caseVersion of the case it shows
 * @param catalogueVersion of the catalogue its texts come from
 */
record Rendered(int caseVersion, int catalogueVersion, EntityTag etag, String body) {
    boolean isNewerThan(Rendered other) {
        return caseVersion > other.caseVersion
                || caseVersion == other.caseVersion && catalogueVersion > other.catalogueVersion;
    }
}
