package io.yizhan.identity;

import java.util.Optional;

/**
 * A registered person or organisation, decrypted. Printing it shows nothing personal.
 *
 * @param phone where one-time codes go; organisations have none
 * @param assuranceLevel real-name level of the registration, 2 to 5
 */
public record Subject(
        SubjectId id,
        IdentityNumber number,
        String name,
        Optional<String> phone,
        int assuranceLevel,
        boolean isDisabled) {

    /** First three and last four digits. */
    public Optional<String> maskedPhone() {
        return phone.map(digits -> digits.substring(0, 3) + "****" + digits.substring(7));
    }

    @Override
    public String toString() {
        return "subject " + id;
    }
}
