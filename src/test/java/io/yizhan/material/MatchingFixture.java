package io.yizhan.material;

import io.yizhan.catalogue.MaterialType;
import io.yizhan.catalogue.Requirement;
import io.yizhan.catalogue.ReuseClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Requirements and candidates for tests; every candidate is a good one until a test spoils it. */
public final class MatchingFixture {
    public static final UUID HOLDER = UUID.fromString("019a0000-0000-7000-8000-000000000001");
    public static final LocalDate DAY = LocalDate.of(2017, 8, 25);
    public static final LocalDate COMPLETION = LocalDate.of(2017, 9, 1);

    private MatchingFixture() {}

    public static MaterialType type(String code, ReuseClass reuseClass) {
        var months = reuseClass == ReuseClass.WITHIN_VALIDITY ? OptionalInt.of(12) : OptionalInt.empty();
        return new MaterialType(
                code, "材料" + code, "Material " + code, reuseClass, months, Optional.empty(), "both", "");
    }

    public static Requirement requirement(String code, ReuseClass reuseClass) {
        return requirement(code, reuseClass, "required", "both");
    }

    public static Requirement requirement(String code, ReuseClass reuseClass, String necessity, String form) {
        return new Requirement(type(code, reuseClass), necessity, "", form, 1, 0, "applicant", reuseClass);
    }

    public static Candidate candidate(String code) {
        return new Candidate(code);
    }

    /** A material under construction. */
    public static final class Candidate {
        private final String code;
        private UUID id = UUID.randomUUID();
        private UUID holder = HOLDER;
        private int edition = 1;
        private MaterialState state = MaterialState.VALID;
        private TrustGrade grade = TrustGrade.C;
        private Optional<LocalDate> issuedOn = Optional.of(DAY.minusMonths(2));
        private Optional<LocalDate> validFrom = Optional.empty();
        private Optional<LocalDate> validUntil = Optional.empty();
        private Optional<Instant> handedInAt = Optional.of(Instant.parse("2017-07-01T02:00:00Z"));

        private Candidate(String code) {
            this.code = code;
        }

        public Candidate id(UUID value) {
            id = value;
            return this;
        }

        public Candidate holder(UUID value) {
            holder = value;
            return this;
        }

        public Candidate edition(int value) {
            edition = value;
            return this;
        }

        public Candidate state(MaterialState value) {
            state = value;
            return this;
        }

        public Candidate grade(TrustGrade value) {
            grade = value;
            return this;
        }

        public Candidate issuedOn(LocalDate value) {
            issuedOn = Optional.ofNullable(value);
            return this;
        }

        public Candidate validFrom(LocalDate value) {
            validFrom = Optional.ofNullable(value);
            return this;
        }

        public Candidate validUntil(LocalDate value) {
            validUntil = Optional.ofNullable(value);
            return this;
        }

        public Candidate handedInAt(Instant value) {
            handedInAt = Optional.ofNullable(value);
            return this;
        }

        public HeldMaterial held() {
            return new HeldMaterial(
                    id,
                    holder,
                    code,
                    1,
                    edition,
                    state,
                    grade,
                    "",
                    issuedOn,
                    validFrom,
                    validUntil,
                    handedInAt.map(at -> UUID.nameUUIDFromBytes(new byte[] {1})),
                    handedInAt,
                    Optional.empty());
        }
    }
}
