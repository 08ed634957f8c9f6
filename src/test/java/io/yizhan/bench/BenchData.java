package io.yizhan.bench;

import io.yizhan.casework.QueryNumber;
import io.yizhan.catalogue.Audience;
import io.yizhan.catalogue.Requirement;
import io.yizhan.catalogue.ReuseClass;
import io.yizhan.identity.BenchIdentity;
import io.yizhan.identity.IdentityKind;
import io.yizhan.identity.IdentityNumber;
import io.yizhan.identity.SubjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A hall of any size, the same every time: whoever knows how many cases there are knows the id of the i-th person and the
 * number of the i-th case without asking a table.
 *
 * <p>{@code cases / 5} subjects, every tenth a firm (the person before it is its legal representative). Each has a home
 * item of the catalogue and has handed in what that item may reuse (one to four materials, one subject in twenty with one
 * that was suspended, superseded or revoked). Case <i>c</i> is of subject <i>c</i> mod subjects, so everyone has five; the
 * first one handed the materials in, the later ones reuse. Every 97th was withdrawn. Cases lie evenly on two years of
 * business days that ended before the bench was written.
 *
 * <p>Loaded are {@code subject}, {@code mandate}, {@code blob}, {@code material}, {@code material_library}, {@code cases},
 * {@code case_material}, {@code case_event}, {@code case_counter}, {@code case_number}, and of {@code audit_entry} and
 * {@code idempotency} what still matters: the trail of the newest million cases (a new chain is appended at the right edge
 * of the index, however long the past), and the keys of the newest seven days in 730 (older ones are forgotten).
 *
 * <p>Left out: forms of earlier cases as materials (they came on paper), the files behind {@code blob} and a row for each
 * (1,024 rows are shared, no measured operation reads them), audit rows of subjects and uploads (never read), sessions and
 * sign-ins (short-lived; tokens need none), drafts, and the outbox (drained in a healthy hall).
 */
public final class BenchData {
    static final int DAYS = 730;
    static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);

    private static final int CASES_PER_SUBJECT = 5;
    private static final int FIRM_EVERY = 10;
    private static final int UNUSABLE_EVERY = 20;
    private static final int WITHDRAWN_EVERY = 97;
    private static final int MOST_AUDITED = 1_000_000;
    private static final LocalTime OPENING = LocalTime.of(9, 0);
    private static final long OPEN_MICROS = ChronoUnit.HOURS.getDuration().toNanos() / 1000 * 8;
    private static final Instant FIRST_REGISTRATION = Instant.parse("2020-01-01T00:00:00Z");
    private static final java.time.ZoneId ZONE = java.time.ZoneId.of("Asia/Shanghai");

    private static final long SUBJECT_KEY = 0x5eed_0001;
    private static final long CASE_KEY = 0x5eed_0002;
    private static final long MATERIAL_KEY = 0x5eed_0003;
    private static final long ITEM_KEY = 0x5eed_0004;
    private static final long RANK_KEY = 0x5eed_0005;
    private static final long GRADE_KEY = 0x5eed_0006;

    private final long cases;
    private final long subjects;
    private final BenchIdentity identity;
    private final List<BenchItem> personItems;
    private final List<BenchItem> firmItems;

    private BenchData(long cases, BenchIdentity identity) {
        if (cases < CASES_PER_SUBJECT * FIRM_EVERY) {
            throw new IllegalArgumentException("at least 50 cases");
        }
        this.cases = cases;
        this.subjects = cases / CASES_PER_SUBJECT;
        this.identity = identity;
        var items = BenchItem.all();
        personItems = items.stream()
                .filter(item -> item.audience().overlaps(Audience.PERSON))
                .toList();
        firmItems = items.stream()
                .filter(item -> item.audience().overlaps(Audience.ENTERPRISE))
                .toList();
    }

    /** Without loading anything. */
    static BenchData of(long cases, BenchIdentity identity) {
        return new BenchData(cases, identity);
    }

    /**
     * Loads the hall unless it is loaded already, with a progress bar, and makes it the database {@code stores} hand out.
     * Up to a million cases a run works on a copy, so that what it writes is gone before the next one.
     *
     * @param cases 50 or more; ten million take minutes and some 12 GB
     */
    public static BenchData load(BenchStores stores, long cases) {
        var data =
                new BenchData(cases, BenchIdentity.of(stores.keys(), BenchStores.ISSUER, BenchStores.ACCESS_LIFETIME));
        BenchLoad.of(stores, data).ensure();
        return data;
    }

    public long cases() {
        return cases;
    }

    public long subjects() {
        return subjects;
    }

    BenchIdentity identity() {
        return identity;
    }

    // subjects -------------------------------------------------------------------------------------------------------

    /** Every tenth. */
    public boolean isFirm(long subject) {
        return subject % FIRM_EVERY == FIRM_EVERY - 1;
    }

    /** Whoever signs in for the subject: itself, or the legal representative of a firm. */
    public long actor(long subject) {
        return isFirm(subject) ? subject - 1 : subject;
    }

    /** Identity number, in the region that does not exist. */
    public IdentityNumber number(long subject) {
        return isFirm(subject) ? creditCode(subject) : residentId(subject);
    }

    private static IdentityNumber residentId(long subject) {
        var born = LocalDate.of(1940, 1, 1).plusDays(subject / 1000 % 23_000);
        var region = 1 + subject / 23_000_000;
        var stem = "00%04d%04d%02d%02d%03d"
                .formatted(region, born.getYear(), born.getMonthValue(), born.getDayOfMonth(), subject % 1000);
        return IdentityNumber.complete(IdentityKind.RESIDENT_ID, stem);
    }

    private static IdentityNumber creditCode(long subject) {
        return IdentityNumber.complete(
                IdentityKind.CREDIT_CODE, "9100%04dMA%06d".formatted(subject / 1_000_000, subject % 1_000_000));
    }

    String name(long subject) {
        return isFirm(subject) ? "玉溪第" + subject + "商贸有限公司" : "王" + Long.toString(subject, 36);
    }

    String phone(long subject) {
        return "199%08d".formatted(subject % 100_000_000);
    }

    Instant registeredAt(long subject) {
        return FIRST_REGISTRATION.plusMillis(subject * 10);
    }

    public SubjectId subject(long subject) {
        return SubjectId.of(id(subject, identity.place(number(subject)).bucket()));
    }

    UUID id(long subject, int bucket) {
        var random = Mix.of(subject, SUBJECT_KEY);
        return Mix.uuid(registeredAt(subject), Mix.of(random, SUBJECT_KEY), random & -1024L | bucket);
    }

    UUID mandate(long firm) {
        return Mix.uuid(registeredAt(firm), Mix.of(firm, ~SUBJECT_KEY), Mix.of(~firm, SUBJECT_KEY));
    }

    // what they hold -------------------------------------------------------------------------------------------------

    BenchItem homeItem(long subject) {
        var items = isFirm(subject) ? firmItems : personItems;
        return items.get((int) Long.remainderUnsigned(Mix.of(subject, ITEM_KEY), items.size()));
    }

    /** Implementation code of the item the subject applies for again and again: a match of it finds their materials. */
    public String item(long subject) {
        return homeItem(subject).code();
    }

    /** False for the one in twenty with a material that does not serve any more. */
    public boolean canReuseEverything(long subject) {
        return subject % UNUSABLE_EVERY != 3;
    }

    List<Held> materials(long subject) {
        var item = homeItem(subject);
        var held = new ArrayList<Held>();
        for (int k = 0; k < item.reusable().size(); k++) {
            held.add(held(subject, k, item.reusable().get(k)));
        }
        return held;
    }

    private Held held(long subject, int k, Requirement requirement) {
        var random = Mix.of(subject * 8 + k, MATERIAL_KEY);
        var handedIn = submittedAt(subject);
        var isDated = requirement.reuseClass() == ReuseClass.WITHIN_VALIDITY;
        var state = k == 0 && !canReuseEverything(subject)
                ? List.of("suspended", "superseded", "revoked").get((int) (subject / UNUSABLE_EVERY % 3))
                : "valid";
        return new Held(
                Mix.uuid(handedIn.minusSeconds(600), random, Mix.of(random, MATERIAL_KEY)),
                requirement,
                state,
                grade(random),
                Optional.of(LocalDate.of(2023, 1, 1).plusDays(Math.floorMod(random, 300)))
                        .filter(day -> isDated),
                Optional.of(LocalDate.of(2045, 1, 1).plusDays(Math.floorMod(random, 3000)))
                        .filter(day -> isDated));
    }

    /** Mostly uploads of the applicants themselves. */
    private static String grade(long random) {
        var tenth = Math.floorMod(Mix.of(random, GRADE_KEY), 10);
        return tenth < 6 ? "D" : tenth < 8 ? "C" : tenth < 9 ? "B" : "A";
    }

    /**
     * A material that was handed in with the holder's first case.
     *
     * @param requirement what it meets
     * @param validUntil far away where the class asks for validity
     */
    record Held(
            UUID id,
            Requirement requirement,
            String state,
            String grade,
            Optional<LocalDate> issuedOn,
            Optional<LocalDate> validUntil) {
        /** 1 as uploaded, 2 as handed in, 3 after it lost its standing. */
        int version() {
            return state.equals("valid") ? 2 : 3;
        }

        String manner() {
            return switch (requirement.reuseClass()) {
                case UNCONDITIONAL -> "attached";
                case WITHIN_VALIDITY -> "chosen";
                case WITHOUT_EXPIRY -> "confirmed";
                case NEVER -> "supplied";
            };
        }
    }

    // cases ----------------------------------------------------------------------------------------------------------

    /** The subject a case is of. */
    public long owner(long caseOrdinal) {
        return caseOrdinal % subjects;
    }

    public UUID caseId(long caseOrdinal) {
        var random = Mix.of(caseOrdinal, CASE_KEY);
        return Mix.uuid(submittedAt(caseOrdinal), random, Mix.of(random, CASE_KEY));
    }

    /** The number a case is followed by, 13 characters. */
    public String queryNumber(long caseOrdinal) {
        return new QueryNumber(queryValue(caseOrdinal)).toString();
    }

    /** As stored. */
    public long queryValue(long caseOrdinal) {
        return queryValue(
                caseOrdinal, identity.place(number(owner(caseOrdinal))).bucket());
    }

    static long queryValue(long caseOrdinal, int bucket) {
        return (long) bucket << 50 | Mix.fiftyBits(caseOrdinal);
    }

    boolean isWithdrawn(long caseOrdinal) {
        return caseOrdinal % WITHDRAWN_EVERY == WITHDRAWN_EVERY - 1;
    }

    int day(long caseOrdinal) {
        return (int) (caseOrdinal * DAYS / cases);
    }

    /** The first case of a day; of day {@link #DAYS} the end. */
    long firstOfDay(int day) {
        return (day * cases + DAYS - 1) / DAYS;
    }

    static LocalDate date(int day) {
        return FIRST_DAY.plusDays(day);
    }

    /** Within opening hours, later for a later case. */
    Instant submittedAt(long caseOrdinal) {
        var day = day(caseOrdinal);
        var first = firstOfDay(day);
        var ofDay = firstOfDay(day + 1) - first;
        return date(day)
                .atTime(OPENING)
                .atZone(ZONE)
                .toInstant()
                .plus((caseOrdinal - first) * OPEN_MICROS / ofDay, ChronoUnit.MICROS);
    }

    long firstAudited() {
        return Math.max(0, cases - MOST_AUDITED);
    }

    long firstRemembered() {
        return cases - cases * 7 / DAYS;
    }

    // what is asked for ----------------------------------------------------------------------------------------------

    /**
     * As many applications as a scenario will submit, their fresh papers uploaded into the database in use. Each is good
     * for one submission; some 30,000 are made in a second.
     */
    public List<Application> applications(BenchStores stores, int count) {
        return applications(stores, count, Integer.MAX_VALUE);
    }

    /** The same, of so many subjects at most. */
    public List<Application> applications(BenchStores stores, int count, int mostSubjects) {
        try (var connection = stores.connect()) {
            return BenchUploads.of(this).upload(connection, count, mostSubjects);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot prepare applications", failed);
        }
    }

    /**
     * Subjects by popularity: the k-th most popular comes with probability about 1 / (k ln n), and who that is has nothing
     * to do with when they registered. Half of all draws fall on the √n most popular.
     */
    public LongSupplier hotSubjects(RandomGenerator random) {
        return zipf(subjects, random);
    }

    /** The same for cases. */
    public LongSupplier hotCases(RandomGenerator random) {
        return zipf(cases, random);
    }

    /** Ordinals below {@code n}, Zipf-distributed with exponent 1. */
    static LongSupplier zipf(long n, RandomGenerator random) {
        var scale = Math.log1p(n);
        return () -> Mix.below(n, (long) Math.min(n - 1, Math.expm1(random.nextDouble() * scale)), RANK_KEY);
    }
}
