package io.yizhan.casework;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import io.yizhan.material.Matching;
import io.yizhan.platform.HallClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Submissions as the columns of {@link Submissions#SUBMIT}: an array for each, with one element per row. */
final class SubmissionRows {
    /** A material of the row with this number, counted from 1, at this place in its list. */
    private record MaterialRow(int row, int place, UUID holder, UsedMaterial used) {}

    private record EndedRow(int row, String materialType) {}

    private final List<Submission> submissions;
    private final List<MaterialRow> materials = new ArrayList<>();
    private final List<EndedRow> ended = new ArrayList<>();

    private SubmissionRows(List<Submission> submissions) {
        this.submissions = submissions;
        for (int i = 0; i < submissions.size(); i++) {
            var submission = submissions.get(i);
            var holder = submission.caller().subject().value();
            for (int place = 0; place < submission.materials().size(); place++) {
                materials.add(new MaterialRow(
                        i + 1, place + 1, holder, submission.materials().get(place)));
            }
            for (var type : submission.endedTypes()) {
                ended.add(new EndedRow(i + 1, type));
            }
        }
    }

    static Tuple of(List<Submission> submissions) {
        return new SubmissionRows(submissions).columns();
    }

    private Tuple columns() {
        return Tuple.tuple()
                .addArrayOfInteger(
                        IntStream.rangeClosed(1, submissions.size()).boxed().toArray(Integer[]::new))
                .addArrayOfUUID(each(Submission::id, UUID[]::new))
                .addArrayOfShort(each(one -> (short) one.caller().subject().bucket(), Short[]::new))
                .addArrayOfUUID(each(one -> one.caller().subject().value(), UUID[]::new))
                .addArrayOfUUID(each(one -> one.caller().actor().value(), UUID[]::new))
                .addArrayOfString(each(one -> Submissions.callerKey(one.caller()), String[]::new))
                .addArrayOfString(each(one -> one.key().value(), String[]::new))
                .addArrayOfBuffer(each(one -> Buffer.buffer(one.fingerprint()), Buffer[]::new))
                .addArrayOfString(each(Submission::body, String[]::new))
                .addArrayOfString(each(SubmissionRows::payload, String[]::new))
                .addArrayOfOffsetDateTime(
                        each(one -> one.application().moment().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new))
                .addArrayOfString(each(one -> one.application().item().implementationCode(), String[]::new))
                .addArrayOfLocalDate(each(SubmissionRows::businessDate, LocalDate[]::new))
                .addArrayOfInteger(
                        each(one -> one.application().catalogue().version().number(), Integer[]::new))
                .addArrayOfLong(each(one -> one.queryNumber().value(), Long[]::new))
                .addArrayOfString(each(one -> one.caller().channel(), String[]::new))
                .addArrayOfBuffer(each(one -> Buffer.buffer(one.form()), Buffer[]::new))
                .addArrayOfLocalDate(each(one -> one.application().promisedOn(), LocalDate[]::new))
                .addArrayOfBoolean(each(one -> one.application().isProvisional(), Boolean[]::new))
                .addArrayOfInteger(each(one -> one.draftVersion().orElse(null), Integer[]::new))
                .addArrayOfInteger(each(one -> one.materials().size(), Integer[]::new))
                .addArrayOfBoolean(each(Submission::handsIn, Boolean[]::new))
                .addArrayOfString(each(Submission::requestId, String[]::new))
                .addArrayOfInteger(eachMaterial(MaterialRow::row, Integer[]::new))
                .addArrayOfShort(eachMaterial(one -> (short) one.place(), Short[]::new))
                .addArrayOfUUID(eachMaterial(MaterialRow::holder, UUID[]::new))
                .addArrayOfUUID(eachMaterial(one -> one.used().material().id(), UUID[]::new))
                .addArrayOfInteger(eachMaterial(one -> one.used().material().version(), Integer[]::new))
                .addArrayOfString(eachMaterial(one -> one.used().material().materialType(), String[]::new))
                .addArrayOfString(eachMaterial(SubmissionRows::reuseClass, String[]::new))
                .addArrayOfString(eachMaterial(one -> one.used().manner().word(), String[]::new))
                .addArrayOfLocalDate(eachMaterial(SubmissionRows::validUntil, LocalDate[]::new))
                .addArrayOfInteger(ended.stream().map(EndedRow::row).toArray(Integer[]::new))
                .addArrayOfString(ended.stream().map(EndedRow::materialType).toArray(String[]::new));
    }

    private <T> T[] each(Function<Submission, T> column, IntFunction<T[]> generator) {
        return submissions.stream().map(column).toArray(generator);
    }

    private <T> T[] eachMaterial(Function<MaterialRow, T> column, IntFunction<T[]> generator) {
        return materials.stream().map(column).toArray(generator);
    }

    private static LocalDate businessDate(Submission submission) {
        return LocalDate.ofInstant(submission.application().moment(), HallClock.BUSINESS_ZONE);
    }

    private static String reuseClass(MaterialRow row) {
        return String.valueOf(row.used().requirement().reuseClass().code());
    }

    private static @Nullable LocalDate validUntil(MaterialRow row) {
        return Matching.validUntil(
                        row.used().requirement().materialType(), row.used().material())
                .orElse(null);
    }

    private static String payload(Submission submission) {
        return "{\"queryNumber\":\"" + submission.queryNumber() + "\",\"implementationCode\":\""
                + submission.application().item().implementationCode() + "\",\"materials\":"
                + submission.materials().size() + ",\"reused\":"
                + submission.materials().stream().filter(UsedMaterial::isReused).count() + "}";
    }
}
