package io.yizhan.licence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.yizhan.identity.Seals;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What anyone who holds a paper may know of it: whether it is genuine and what it is worth today. Nothing about whose it is.
 *
 * @param kind licence, copy (of a licence, for a purpose) or document
 * @param number identifier of the licence's version on the paper, or number of the document
 * @param nameZh of the licence, or title of the document
 * @param isGenuine whether the hall issued it and its signature is right
 * @param signature right, wrong, or unknownKey when the key it was signed with is no longer published
 * @param sha256 of the file the hall issued, to be compared with the file at hand; not for copies, which are printed anew
 * @param isNewest whether no later issue has taken its place; not for documents
 * @param isValid whether it is valid today, and for a copy also whether it is still good; not for documents
 * @param goodUntil the last day the copy is good for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Verification(
        String kind,
        String number,
        String nameZh,
        String nameEn,
        String issuer,
        Optional<String> issuerNameZh,
        Optional<String> issuerNameEn,
        LocalDate issuedOn,
        boolean isGenuine,
        String signature,
        Optional<String> sha256,
        Optional<Boolean> isNewest,
        Optional<Boolean> isValid,
        Optional<LicenceState> state,
        Optional<String> stateZh,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validUntil,
        Optional<LocalDate> goodUntil) {

    static String word(Seals.Verdict verdict) {
        return switch (verdict) {
            case RIGHT -> "right";
            case WRONG -> "wrong";
            case UNKNOWN_KEY -> "unknownKey";
        };
    }
}
