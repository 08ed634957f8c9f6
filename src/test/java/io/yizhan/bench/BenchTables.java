package io.yizhan.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/** The rows of {@link BenchData}, table by table, as the service would have written them. */
final class BenchTables {
    private static final int BLOBS = 1024;
    private static final int SHARDS = 16;
    private static final int ROWS_PER_REPORT = 1 << 12;
    private static final String OPERATION = "POST /v1/cases";
    private static final String FORM =
            "[{\"name\":\"address\",\"value\":\"红塔区玉兴路%d号\"},{\"name\":\"remark\",\"value\":\"无\"}]";

    private final BenchData data;
    private final LongConsumer written;
    private final short[] buckets;
    private final Instant loadedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);

    /** @param written told of rows as they are written */
    BenchTables(BenchData data, LongConsumer written) {
        this.data = data;
        this.written = written;
        this.buckets = new short[Math.toIntExact(data.subjects())];
    }

    /** One COPY into one table. */
    interface Job {
        void run(Connection connection) throws SQLException;
    }

    /** What must be known before the first row; takes 3 µs for each subject. */
    void prepare() {
        java.util.stream.IntStream.range(0, buckets.length)
                .parallel()
                .forEach(subject -> buckets[subject] =
                        (short) data.identity().place(data.number(subject)).bucket());
    }

    /** As many as will be reported: one for each ordinal, however many rows it gives. */
    long rows() {
        return 3 * data.subjects() + 4 * data.cases() + data.cases() - data.firstAudited();
    }

    List<Job> jobs() {
        var jobs = new ArrayList<Job>(List.of(this::blobs, this::mandates, this::counters, this::finished));
        shards(data.subjects(), jobs, (first, end) -> connection -> subjects(connection, first, end));
        shards(data.subjects(), jobs, (first, end) -> connection -> materials(connection, first, end));
        shards(data.subjects(), jobs, (first, end) -> connection -> libraries(connection, first, end));
        shards(BenchData.DAYS, jobs, (first, end) -> connection -> cases(connection, (int) first, (int) end));
        shards(BenchData.DAYS, jobs, (first, end) -> connection -> numbers(connection, (int) first, (int) end));
        shards(data.cases(), jobs, (first, end) -> connection -> caseMaterials(connection, first, end));
        shards(data.cases(), jobs, (first, end) -> connection -> events(connection, first, end));
        shards(BenchData.DAYS, jobs, (first, end) -> connection -> audit(connection, (int) first, (int) end));
        return jobs;
    }

    private interface Shard {
        Job of(long first, long end);
    }

    private static void shards(long n, List<Job> jobs, Shard shard) {
        for (int i = 0; i < SHARDS; i++) {
            jobs.add(shard.of(n * i / SHARDS, n * (i + 1) / SHARDS));
        }
    }

    private UUID id(long subject) {
        return data.id(subject, buckets[(int) subject]);
    }

    private UUID actor(long subject) {
        return id(data.actor(subject));
    }

    private void count(long ordinal) {
        if (ordinal % ROWS_PER_REPORT == ROWS_PER_REPORT - 1) {
            written.accept(ROWS_PER_REPORT);
        }
    }

    private void subjects(Connection connection, long first, long end) throws SQLException {
        try (var copy = BinaryCopy.into(
                connection,
                "subject",
                "bucket, id, kind, number_hash, number, name, phone, assurance_level, registered_at")) {
            var identity = data.identity();
            for (long i = first; i < end; i++) {
                var number = data.number(i);
                var id = id(i);
                copy.row()
                        .smallint(buckets[(int) i])
                        .uuid(id)
                        .text(number.kind().word())
                        .bytes(identity.place(number).hash())
                        .bytes(identity.sealedNumber(id, number.value()))
                        .bytes(identity.sealedName(id, data.name(i)))
                        .bytes(data.isFirm(i) ? null : identity.sealedPhone(id, data.phone(i)))
                        .smallint(4)
                        .time(data.registeredAt(i));
                count(i);
            }
        }
    }

    private void mandates(Connection connection) throws SQLException {
        try (var copy =
                BinaryCopy.into(connection, "mandate", "bucket, id, organisation_id, agent_id, kind, granted_at")) {
            for (long i = 0; i < data.subjects(); i++) {
                if (data.isFirm(i)) {
                    copy.row()
                            .smallint(buckets[(int) i])
                            .uuid(data.mandate(i))
                            .uuid(id(i))
                            .uuid(actor(i))
                            .text("legalRepresentative")
                            .time(data.registeredAt(i));
                }
            }
        }
    }

    private void blobs(Connection connection) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "blob", "sha256, size, media_type, created_at")) {
            for (int i = 0; i < BLOBS; i++) {
                copy.row()
                        .bytes(blob(i))
                        .bigint(50_000 + i)
                        .text("application/pdf")
                        .time(data.registeredAt(0));
            }
        }
    }

    private static byte[] blob(long i) {
        return sha256().digest(("blob " + i % BLOBS).getBytes(StandardCharsets.US_ASCII));
    }

    private void materials(Connection connection, long first, long end) throws SQLException {
        var contents = new byte[BLOBS][];
        Arrays.setAll(contents, BenchTables::blob);
        try (var copy = BinaryCopy.into(
                connection,
                "material",
                "id, bucket, holder, material_type, version, edition, state, grade, issuer, issued_on, valid_until, sha256,"
                        + " uploaded_by, uploaded_at, source_case, handed_in_at")) {
            for (long i = first; i < end; i++) {
                var handedIn = data.submittedAt(i);
                for (var held : data.materials(i)) {
                    copy.row()
                            .uuid(held.id())
                            .smallint(buckets[(int) i])
                            .uuid(id(i))
                            .text(held.requirement().materialType().code())
                            .integer(held.version())
                            .integer(1)
                            .text(held.state())
                            .text(held.grade())
                            .text("玉溪市公安局")
                            .date(held.issuedOn().orElse(null))
                            .date(held.validUntil().orElse(null))
                            .bytes(contents[(int) (held.id().getLeastSignificantBits() & BLOBS - 1)])
                            .uuid(actor(i))
                            .time(handedIn.minusSeconds(600))
                            .uuid(data.caseId(i))
                            .time(handedIn);
                }
                count(i);
            }
        }
    }

    private void libraries(Connection connection, long first, long end) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "material_library", "holder, version")) {
            for (long i = first; i < end; i++) {
                copy.row().uuid(id(i)).integer(data.canReuseEverything(i) ? 1 : 2);
                count(i);
            }
        }
    }

    /** What {@code case_counter} would have given: the n-th case of its item on its day. */
    private final class DailySequence {
        private final Map<String, Integer> last = new HashMap<>();

        private String officialNumber(long c, String date) {
            var item = data.item(data.owner(c));
            var number = Integer.toString(last.merge(item, 1, Integer::sum));
            return item + date + "0000".substring(number.length()) + number;
        }
    }

    private interface Numbered {
        void accept(long ordinal, String officialNumber) throws SQLException;
    }

    private void eachNumbered(int firstDay, int endDay, Numbered row) throws SQLException {
        for (int day = firstDay; day < endDay; day++) {
            var date = BenchData.date(day).format(DateTimeFormatter.BASIC_ISO_DATE);
            var sequence = new DailySequence();
            for (long c = data.firstOfDay(day); c < data.firstOfDay(day + 1); c++) {
                row.accept(c, sequence.officialNumber(c, date));
            }
        }
    }

    private void cases(Connection connection, int firstDay, int endDay) throws SQLException {
        try (var copy = BinaryCopy.into(
                connection,
                "cases",
                "id, bucket, subject, actor, implementation_code, catalogue_version, official_number, query_number, state,"
                        + " version, channel, form, submitted_at, promised_on, is_provisional, changed_at")) {
            eachNumbered(firstDay, endDay, (c, officialNumber) -> {
                var owner = data.owner(c);
                var bucket = buckets[(int) owner];
                var id = data.caseId(c);
                var at = data.submittedAt(c);
                copy.row()
                        .uuid(id)
                        .smallint(bucket)
                        .uuid(id(owner))
                        .uuid(actor(owner))
                        .text(data.item(owner))
                        .integer(1)
                        .text(officialNumber)
                        .bigint(BenchData.queryValue(c, bucket))
                        .text(data.isWithdrawn(c) ? "withdrawn" : "submitted")
                        .integer(data.isWithdrawn(c) ? 2 : 1)
                        .text("portal")
                        .bytes(data.identity().sealedForm(id, FORM.formatted(c % 1000)))
                        .time(at)
                        .date(BenchData.date(data.day(c)).plusDays(10))
                        .bool(false)
                        .time(data.isWithdrawn(c) ? withdrawnAt(c) : at);
                count(c);
            });
        }
    }

    private Instant withdrawnAt(long c) {
        return data.submittedAt(c).plus(Duration.ofHours(20));
    }

    private void numbers(Connection connection, int firstDay, int endDay) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "case_number", "official_number, case_id, state, at")) {
            eachNumbered(firstDay, endDay, (c, officialNumber) -> {
                copy.row()
                        .text(officialNumber)
                        .uuid(data.caseId(c))
                        .text("used")
                        .time(data.submittedAt(c));
                count(c);
            });
        }
    }

    private void counters(Connection connection) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "case_counter", "implementation_code, business_date, last")) {
            for (int day = 0; day < BenchData.DAYS; day++) {
                var last = new HashMap<String, Integer>();
                for (long c = data.firstOfDay(day); c < data.firstOfDay(day + 1); c++) {
                    last.merge(data.item(data.owner(c)), 1, Integer::sum);
                }
                for (var item : last.entrySet()) {
                    copy.row().text(item.getKey()).date(BenchData.date(day)).integer(item.getValue());
                }
            }
        }
    }

    private void caseMaterials(Connection connection, long first, long end) throws SQLException {
        try (var copy = BinaryCopy.into(
                connection,
                "case_material",
                "case_id, seq, material_type, material, material_version, reuse_class, manner, valid_until, source_case")) {
            for (long c = first; c < end; c++) {
                var owner = data.owner(c);
                var materials = data.materials(owner);
                if (c == owner) {
                    for (int k = 0; k < materials.size(); k++) {
                        caseMaterial(copy, c, k + 1, materials.get(k), true);
                    }
                } else {
                    caseMaterial(copy, c, 1, materials.get((int) (c / data.subjects() % materials.size())), false);
                }
                count(c);
            }
        }
    }

    private void caseMaterial(BinaryCopy copy, long c, int seq, BenchData.Held held, boolean isSupplied)
            throws SQLException {
        copy.row()
                .uuid(data.caseId(c))
                .smallint(seq)
                .text(held.requirement().materialType().code())
                .uuid(held.id())
                .integer(isSupplied ? 1 : 2)
                .text(String.valueOf(held.requirement().reuseClass().code()))
                .text(isSupplied ? "supplied" : held.manner())
                .date(held.validUntil().orElse(null))
                .uuid(isSupplied ? null : data.caseId(data.owner(c)));
    }

    private void events(Connection connection, long first, long end) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "case_event", "case_id, seq, kind, at, actor")) {
            for (long c = first; c < end; c++) {
                var id = data.caseId(c);
                var actor = actor(data.owner(c));
                copy.row()
                        .uuid(id)
                        .integer(1)
                        .text("submitted")
                        .time(data.submittedAt(c))
                        .uuid(actor);
                if (data.isWithdrawn(c)) {
                    copy.row()
                            .uuid(id)
                            .integer(2)
                            .text("withdrawn")
                            .time(withdrawnAt(c))
                            .uuid(actor);
                }
                count(c);
            }
        }
    }

    private void audit(Connection connection, int firstDay, int endDay) throws SQLException {
        try (var copy = BinaryCopy.into(
                connection,
                "audit_entry",
                "stream, seq, at, actor, action, object, detail, request_id, previous_hash, hash")) {
            var trail = new Trail(copy);
            eachNumbered(firstDay, endDay, (c, officialNumber) -> {
                if (c >= data.firstAudited()) {
                    audit(trail, c, officialNumber);
                    count(c);
                }
            });
        }
    }

    private void audit(Trail trail, long c, String officialNumber) throws SQLException {
        var id = data.caseId(c);
        var actor = actor(data.owner(c));
        var hash =
                trail.append(id, 1, data.submittedAt(c), actor, "case.submit", officialNumber, payload(c), new byte[0]);
        if (data.isWithdrawn(c)) {
            trail.append(id, 2, withdrawnAt(c), actor, "case.withdraw", id.toString(), "", hash);
        }
    }

    private String payload(long c) {
        var owner = data.owner(c);
        var isFirst = c == owner;
        return "{\"queryNumber\":\"%s\",\"implementationCode\":\"%s\",\"materials\":%d,\"reused\":%d}"
                .formatted(
                        new io.yizhan.casework.QueryNumber(BenchData.queryValue(c, buckets[(int) owner])),
                        data.item(owner),
                        isFirst ? data.materials(owner).size() : 1,
                        isFirst ? 0 : 1);
    }

    /** Chained as {@code audit_hash} chains. */
    private static final class Trail {
        private final BinaryCopy copy;
        private final MessageDigest sha256 = sha256();

        private Trail(BinaryCopy copy) {
            this.copy = copy;
        }

        private byte[] append(
                UUID stream,
                int seq,
                Instant at,
                UUID actor,
                String action,
                String object,
                String detail,
                byte[] previous)
                throws SQLException {
            var requestId = stream.toString();
            sha256.update((byte) 1);
            field(previous);
            field(bytes(stream));
            field(ByteBuffer.allocate(4).putInt(seq).array());
            field(ByteBuffer.allocate(8)
                    .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                    .array());
            field(bytes(actor));
            field(action.getBytes(StandardCharsets.UTF_8));
            field(object.getBytes(StandardCharsets.UTF_8));
            field(detail.getBytes(StandardCharsets.UTF_8));
            field(requestId.getBytes(StandardCharsets.UTF_8));
            var hash = sha256.digest();
            copy.row()
                    .uuid(stream)
                    .integer(seq)
                    .time(at)
                    .uuid(actor)
                    .text(action)
                    .text(object)
                    .text(detail)
                    .text(requestId)
                    .bytes(previous)
                    .bytes(hash);
            return hash;
        }

        private void field(byte[] value) {
            sha256.update(ByteBuffer.allocate(4).putInt(value.length).array());
            sha256.update(value);
        }

        private static byte[] bytes(UUID id) {
            return ByteBuffer.allocate(16)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array();
        }
    }

    /** Of the last seven days, counted from the load: the service forgets older ones while the bench runs. */
    private void finished(Connection connection) throws SQLException {
        try (var copy = BinaryCopy.into(
                connection, "idempotency", "caller, operation, key, fingerprint, status, resource, body, created_at")) {
            for (long c = data.firstRemembered(); c < data.cases(); c++) {
                var owner = data.owner(c);
                var id = data.caseId(c);
                copy.row()
                        .text(id(owner) + "/" + actor(owner))
                        .text(OPERATION)
                        .text(new UUID(Mix.of(c, 1), Mix.of(c, 2)).toString())
                        .bytes(sha256().digest(id.toString().getBytes(StandardCharsets.US_ASCII)))
                        .integer(201)
                        .uuid(id)
                        .text("{\"id\":\"" + id + "\",\"officialNumber\":\"@officialNumber@\"}")
                        .time(loadedAt);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
