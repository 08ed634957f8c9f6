package io.yizhan.casework;

import com.fasterxml.jackson.annotation.JsonValue;
import io.yizhan.catalogue.Requirement;
import io.yizhan.material.HeldMaterial;
import java.util.Locale;

/** A material a case is submitted with, and how it came in. */
public record UsedMaterial(Requirement requirement, HeldMaterial material, Manner manner) {
    public enum Manner {
        /** By itself (class unconditional). */
        ATTACHED,
        /** Chosen by the applicant. */
        CHOSEN,
        /** Chosen, and confirmed to be unchanged. */
        CONFIRMED,
        /** Handed in afresh. */
        SUPPLIED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isReused() {
        return manner != Manner.SUPPLIED;
    }
}
