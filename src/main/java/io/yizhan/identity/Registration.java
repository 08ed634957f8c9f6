package io.yizhan.identity;

import java.util.List;
import java.util.Optional;

/**
 * A subject about to be registered.
 *
 * @param phone of a person
 * @param legalRepresentative of an organisation: a registered person
 * @param confirmed why the number was suspicious before somebody confirmed it against the register; empty otherwise
 */
record Registration(
        IdentityNumber number,
        String name,
        Optional<String> phone,
        Optional<SubjectId> legalRepresentative,
        List<NumberReason> confirmed) {

    @Override
    public String toString() {
        return "registration of a " + number.kind().word();
    }
}
