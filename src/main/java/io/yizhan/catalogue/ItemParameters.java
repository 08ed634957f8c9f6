package io.yizhan.catalogue;

import io.yizhan.platform.Cursor;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** How a client narrows the list of items. */
record ItemParameters(
        @QueryParam("text")
        @Size(max = 60) @Parameter(
                description =
                        "Words of the name: Chinese, beginnings of English words, or pinyin initials; all must occur",
                example = "gsdj")
        @Nullable String text,

        @QueryParam("department")
        @Size(max = 18) @Parameter(description = "Credit code of the department", example = "115304020000000198")
        @Nullable String department,

        @QueryParam("theme") @Size(max = 60) @Parameter(description = "Name of the theme", example = "开办企业") @Nullable String theme,

        @QueryParam("audience")
        @Parameter(
                description =
                        "person or enterprise: what they may apply for, including items open to both; both: only those",
                example = "person")
        @Nullable String audience,

        @QueryParam("handlingType") @Parameter(description = "immediate or promised", example = "immediate") @Nullable String handlingType,

        @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) @Parameter(description = "Most items in the answer")
        int limit,

        @QueryParam("cursor")
        @Size(max = 100) @Parameter(
                description = "The member next of the page before",
                example = "MTE1MzA0MDIwMDAwMDAwMTk4NDUzMDEyNTAwMTAwMA")
        @Nullable String cursor) {
    private static final int CODE_LENGTH = 31;

    /** @throws Problem {@code invalid-request} or {@code cursor-invalid} */
    ItemQuery query() {
        return new ItemQuery(
                filled(text),
                filled(department),
                filled(theme),
                coded("audience", audience, Audience.values()),
                coded("handlingType", handlingType, HandlingType.values()),
                filled(cursor).map(ItemParameters::position),
                limit);
    }

    private static Optional<String> filled(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    private static String position(String cursor) {
        var position = Cursor.position(cursor);
        if (position.length() != CODE_LENGTH) {
            throw Cursor.invalid();
        }
        return position;
    }

    private static <E extends Coded> Optional<E> coded(String parameter, @Nullable String code, E[] list) {
        return filled(code).map(value -> Stream.of(list)
                .filter(known -> known.code().equals(value))
                .findFirst()
                .orElseThrow(() -> unknown(parameter, list)));
    }

    private static Problem unknown(String parameter, Coded[] list) {
        var known = Arrays.stream(list).map(Coded::code).collect(Collectors.joining(", "));
        return Problem.of(ProblemType.INVALID_REQUEST)
                .fault("query:" + parameter, "unknown-value", "可用的取值：" + known, "must be one of " + known);
    }
}
