package io.yizhan.bench;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Fresh papers for submissions: every item asks for one that may not be reused, so a submission uses one up. They are
 * uploaded beforehand, by COPY, each of other bytes; the files themselves do not exist, because nobody reads them.
 */
final class BenchUploads {
    private final BenchData data;
    private final long run = System.nanoTime();

    private BenchUploads(BenchData data) {
        this.data = data;
    }

    static BenchUploads of(BenchData data) {
        return new BenchUploads(data);
    }

    /**
     * Uploads one paper each for this many applications, of so many subjects, so that as few as possible apply twice.
     *
     * @param mostSubjects as many as there are, when there are fewer
     */
    List<Application> upload(Connection connection, int count, int mostSubjects) throws SQLException {
        var applications = new ArrayList<Application>(count);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var first = Long.remainderUnsigned(Mix.of(run, 1), data.subjects());
        for (long i = 0; applications.size() < count; i++) {
            var subject = (first + i % mostSubjects) % data.subjects();
            if (data.canReuseEverything(subject)) {
                applications.add(application(subject, Mix.uuid(now, Mix.of(i, run), Mix.of(i, ~run))));
            }
        }
        writeBlobs(connection, applications, now);
        writeMaterials(connection, applications, now);
        return applications;
    }

    private Application application(long subject, UUID upload) {
        var item = data.homeItem(subject);
        var reused = data.materials(subject).stream().map(BenchUploads::choice).collect(Collectors.joining());
        var body = """
                {"implementationCode":"%s","form":[{"name":"address","value":"红塔区玉兴路1号"}],\
                "materials":[{"materialType":"%s","materialId":"%s"}%s]}""".formatted(item.code(), item.freshType(), upload, reused);
        return new Application(subject, item.code(), upload, body);
    }

    /** What is attached unless declined need not be listed. */
    private static String choice(BenchData.Held held) {
        var requirement = held.requirement();
        return switch (requirement.reuseClass()) {
            case UNCONDITIONAL, NEVER -> "";
            case WITHIN_VALIDITY ->
                ",{\"materialType\":\"%s\",\"materialId\":\"%s\"}"
                        .formatted(requirement.materialType().code(), held.id());
            case WITHOUT_EXPIRY ->
                ",{\"materialType\":\"%s\",\"materialId\":\"%s\",\"confirmedUnchanged\":true}"
                        .formatted(requirement.materialType().code(), held.id());
        };
    }

    /** Unlike that of any other upload, as the digest of a scan is. */
    private static byte[] digest(UUID upload) {
        return ByteBuffer.allocate(32)
                .putLong(Mix.of(upload.getLeastSignificantBits(), 1))
                .putLong(Mix.of(upload.getLeastSignificantBits(), 2))
                .putLong(Mix.of(upload.getLeastSignificantBits(), 3))
                .putLong(Mix.of(upload.getMostSignificantBits(), upload.getLeastSignificantBits()))
                .array();
    }

    private static void writeBlobs(Connection connection, List<Application> applications, Instant now)
            throws SQLException {
        try (var copy = BinaryCopy.into(connection, "blob", "sha256, size, media_type, created_at")) {
            for (var application : applications) {
                copy.row()
                        .bytes(digest(application.upload()))
                        .bigint(50_000)
                        .text("application/pdf")
                        .time(now);
            }
        }
    }

    private void writeMaterials(Connection connection, List<Application> applications, Instant now)
            throws SQLException {
        try (var copy = BinaryCopy.into(
                connection,
                "material",
                "id, bucket, holder, material_type, version, edition, state, grade, issuer, sha256, uploaded_by,"
                        + " uploaded_at")) {
            for (var application : applications) {
                var holder = data.subject(application.subject());
                copy.row()
                        .uuid(application.upload())
                        .smallint(holder.bucket())
                        .uuid(holder.value())
                        .text(data.homeItem(application.subject()).freshType())
                        .integer(1)
                        .integer(1)
                        .text("valid")
                        .text("D")
                        .text("")
                        .bytes(digest(application.upload()))
                        .uuid(data.subject(data.actor(application.subject())).value())
                        .time(now);
            }
        }
    }
}
