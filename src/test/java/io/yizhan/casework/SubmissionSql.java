package io.yizhan.casework;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statement that writes submissions, for whoever compares with it. */
public final class SubmissionSql {
    /**
     * A parameter: an array with one element per submission, per material, or per type that ends.
     *
     * @param type of an element
     */
    public record Column(String name, String type, Of of) {}

    /** What an array has one element for each of. */
    public enum Of {
        SUBMISSION,
        MATERIAL,
        ENDED_TYPE
    }

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)::(\\w+)\\[\\]");

    private SubmissionSql() {}

    public static String text() {
        return Submissions.SUBMIT;
    }

    /** In the order of the parameters, {@code $1} first. */
    public static List<Column> columns() {
        var types =
                PARAMETER.matcher(text()).results().map(found -> found.group(2)).toList();
        var columns = new ArrayList<Column>();
        NAMES.forEach(
                (of, names) -> names.forEach(name -> columns.add(new Column(name, types.get(columns.size()), of))));
        return columns;
    }

    /** The statement with an SQL expression for each parameter, as a script of pgbench wants it. */
    public static String with(Map<String, String> arrays) {
        var columns = columns();
        return PARAMETER.matcher(text()).replaceAll(found -> {
            var column = columns.get(Integer.parseInt(found.group(1)) - 1);
            var array = arrays.getOrDefault(column.name(), "'{}'");
            return Matcher.quoteReplacement(array + "::" + column.type() + "[]");
        });
    }

    private static final Map<Of, List<String>> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(
                Of.SUBMISSION,
                List.of(
                        "id",
                        "bucket",
                        "subject",
                        "actor",
                        "caller",
                        "key",
                        "fingerprint",
                        "body",
                        "payload",
                        "moment",
                        "implementationCode",
                        "businessDate",
                        "catalogueVersion",
                        "queryNumber",
                        "channel",
                        "form",
                        "promisedOn",
                        "isProvisional",
                        "draftVersion",
                        "materialCount",
                        "handsIn",
                        "requestId"));
        NAMES.put(
                Of.MATERIAL,
                List.of(
                        "row",
                        "seq",
                        "material",
                        "materialVersion",
                        "materialType",
                        "reuseClass",
                        "manner",
                        "validUntil"));
        NAMES.put(Of.ENDED_TYPE, List.of("endedRow", "endedType"));
    }
}
