package io.yizhan.bench;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The service's own submission statement as a script of pgbench, each transaction one new case of one subject: the arrays
 * have one row, their values are computed by pgbench or, where it knows no such type, by the statement itself (some µs of
 * some hundreds). The rows are real and all constraints hold; only the texts, which the service would render, are constant.
 *
 * <p>The applicants are made for this: pgbench computes numbers only, so their ids end in decimal digits, and they are in
 * no table that the statement does not read. Each holds four
 * reusable materials; a fresh paper is uploaded for each transaction beforehand, and numbers are spread over all items and
 * 250 business dates.
 */
final class SubmissionScript {
    static final int APPLICANTS = 5_000;

    /** Ids end in this and more, so that they all have twelve digits. */
    private static final long FIRST = 100_000_000_000L;

    private static final int MOST_REUSED = 4;
    private static final String SUBJECT = "01900000-0000-7000-a000-";
    private static final List<String> TYPES = List.of("IDN001", "IDN002", "ORG001", "ORG002");
    private static final List<String> CLASSES = List.of("V", "P", "V", "U");
    private static final List<String> MANNERS = List.of("chosen", "confirmed", "chosen", "attached");
    private static final LocalDate VALID_UNTIL = LocalDate.of(2045, 1, 1);
    private static final String COLUMNS =
            "id, bucket, holder, material_type, edition, state, grade, issuer, version, valid_until, sha256, uploaded_by,"
                    + " uploaded_at, handed_in_at";

    /** Contents are told apart only as far as one holder has several papers of one kind. */
    private static final int BLOBS = 1_000;

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /** As long as a receipt with four materials. */
    private static final String BODY =
            "{\"officialNumber\":\"@officialNumber@\",\"text\":\"" + "一站式服务".repeat(110) + "\"}";

    private final String run;
    private final int uploadsPerClient;

    private SubmissionScript(String run, int uploadsPerClient) {
        this.run = run;
        this.uploadsPerClient = uploadsPerClient;
    }

    /** For one run of pgbench: afterwards its papers are handed in. */
    static SubmissionScript of(Instant now, int uploadsPerClient) {
        return new SubmissionScript("%012x".formatted(now.toEpochMilli()), uploadsPerClient);
    }

    /** UUIDv7 of the run's millisecond. */
    private String prefix(int kind) {
        return run.substring(0, 8) + "-" + run.substring(8) + "-700" + kind + "-a000-";
    }

    private static String heldPrefix(int material) {
        return "01900000-000" + (material + 1) + "-7000-a000-";
    }

    /**
     * One script.
     *
     * @param reused how many materials beside the fresh paper each case is submitted with, 1 to 4
     */
    String script(int reused) {
        var items = BenchItem.all();
        return """
                \\set n :n + 1
                \\set j %d + :client_id * %d + :n
                \\set s %d + :j %% %d
                \\set b random(0, 1023)
                \\set q (:b << 50) + random(0, 1125899906842623)
                \\set i random(1, %d)
                \\set d random(0, 249)
                %s;
                """.formatted(FIRST, uploadsPerClient, FIRST, APPLICANTS, items.size(), statement(reused, items));
    }

    private String statement(int reused, List<BenchItem> items) {
        var values = values(reused, items);
        return PARAMETER
                .matcher(Statements.submission())
                .replaceAll(parameter -> Matcher.quoteReplacement(values.get(Integer.parseInt(parameter.group(1)) - 1)))
                .strip();
    }

    private List<String> values(int reused, List<BenchItem> items) {
        var subject = uuid(SUBJECT, ":s");
        return List.of(
                array("1"),
                array(uuid(prefix(0), ":j")),
                array(":b"),
                array(subject),
                array(subject),
                array("'" + SUBJECT + "' || :s::text || '/" + SUBJECT + "' || :s::text"),
                array("'" + run + "-' || :j::text"),
                array("'\\x" + "ab".repeat(32) + "'"),
                array("'" + BODY + "'"),
                array("'{\"queryNumber\":\"0000000000000\",\"materials\":" + (1 + reused) + ",\"reused\":" + reused
                        + "}'"),
                array("now()"),
                array("("
                        + array(items.stream()
                                .map(item -> "'" + item.code() + "'")
                                .toList()) + "::text[])[:i]"),
                array("date '2027-01-04' + :d::int"),
                array("1"),
                array(":q"),
                array("'portal'"),
                array("'\\x" + "cd".repeat(140) + "'"),
                array("date '2027-12-31'"),
                array("false"),
                array("null"),
                array(Integer.toString(1 + reused)),
                array("true"),
                array("'pgbench'"),
                array(Collections.nCopies(1 + reused, "1")),
                array(IntStream.rangeClosed(1, 1 + reused)
                        .mapToObj(Integer::toString)
                        .toList()),
                array(Collections.nCopies(1 + reused, subject)),
                array(first(uuid(prefix(1), ":j"), reused, k -> uuid(heldPrefix(k), ":s"))),
                array(first("1", reused, k -> "2")),
                array(first("'FRM001'", reused, k -> "'" + TYPES.get(k) + "'")),
                array(first("'N'", reused, k -> "'" + CLASSES.get(k) + "'")),
                array(first("'supplied'", reused, k -> "'" + MANNERS.get(k) + "'")),
                array(first("null", reused, k -> "date '" + VALID_UNTIL + "'")),
                "'{}'",
                "'{}'");
    }

    private static List<String> first(String fresh, int reused, IntFunction<String> held) {
        return Stream.concat(Stream.of(fresh), IntStream.range(0, reused).mapToObj(held))
                .toList();
    }

    private static String uuid(String prefix, String digits) {
        return "('" + prefix + "' || " + digits + "::text)::uuid";
    }

    private static String array(String value) {
        return array(List.of(value));
    }

    private static String array(List<String> values) {
        return values.stream().collect(Collectors.joining(", ", "array[", "]"));
    }

    // what it works on -----------------------------------------------------------------------------------------------

    /** Loads the applicants, once, and a fresh paper for each transaction of each client; what an earlier run left goes. */
    void prepare(Connection connection, int clients) throws SQLException {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try (var statement = connection.createStatement();
                var known = statement.executeQuery(
                        "select 1 from material_library where holder = '" + id(SUBJECT, 0) + "'")) {
            if (!known.next()) {
                writeBlobs(connection, now);
                writeHeld(connection, now);
                writeLibraries(connection);
            }
            // nothing refers to a paper that was never handed in; checking that would read a whole table for each
            statement.execute("set session_replication_role = replica");
            statement.executeUpdate("delete from material where handed_in_at is null and holder between '"
                    + id(SUBJECT, 0) + "' and '" + id(SUBJECT, APPLICANTS - 1) + "'");
            statement.execute("set session_replication_role = origin");
        }
        writeUploads(connection, clients * uploadsPerClient + 1, now);
    }

    private static UUID id(String prefix, long ordinal) {
        return UUID.fromString(prefix + (FIRST + ordinal));
    }

    private static byte[] blob(int ordinal) {
        return ByteBuffer.allocate(32)
                .putLong(Mix.of(ordinal, 7))
                .putLong(Mix.of(ordinal, 8))
                .putLong(ordinal)
                .array();
    }

    private static void writeBlobs(Connection connection, Instant now) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "blob", "sha256, size, media_type, created_at")) {
            for (int i = 0; i < BLOBS; i++) {
                copy.row().bytes(blob(i)).bigint(50_000).text("application/pdf").time(now);
            }
        }
    }

    private static BinaryCopy material(BinaryCopy copy, UUID id, long applicant, String type) throws SQLException {
        return copy.row()
                .uuid(id)
                .smallint((int) (applicant % 1024))
                .uuid(id(SUBJECT, applicant))
                .text(type)
                .integer(1)
                .text("valid")
                .text("D")
                .text("");
    }

    private static void writeHeld(Connection connection, Instant now) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "material", COLUMNS)) {
            for (int i = 0; i < APPLICANTS; i++) {
                for (int k = 0; k < MOST_REUSED; k++) {
                    material(copy, id(heldPrefix(k), i), i, TYPES.get(k))
                            .integer(2)
                            .date(VALID_UNTIL)
                            .bytes(blob(0))
                            .uuid(id(SUBJECT, i))
                            .time(now)
                            .time(now);
                }
            }
        }
    }

    private static void writeLibraries(Connection connection) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "material_library", "holder, version")) {
            for (int i = 0; i < APPLICANTS; i++) {
                copy.row().uuid(id(SUBJECT, i)).integer(1);
            }
        }
    }

    private void writeUploads(Connection connection, int count, Instant now) throws SQLException {
        try (var copy = BinaryCopy.into(connection, "material", COLUMNS)) {
            for (int j = 0; j < count; j++) {
                material(copy, id(prefix(1), j), (FIRST + j) % APPLICANTS, "FRM001")
                        .integer(1)
                        .date(null)
                        .bytes(blob(j / APPLICANTS % BLOBS))
                        .uuid(id(SUBJECT, (FIRST + j) % APPLICANTS))
                        .time(now)
                        .time(null);
            }
        }
    }
}
