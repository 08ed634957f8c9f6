package io.yizhan.platform.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import io.yizhan.platform.Text;
import java.util.List;
import java.util.Map;

/** What a client is told about a body that Jackson could not read. Jackson's own messages name classes: they stay here. */
final class UnreadableBody {
    private UnreadableBody() {}

    static Problem problem(JsonProcessingException failure) {
        if (failure.getCause() instanceof Problem refused) {
            return refused;
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return invalid(JsonPointers.of(unknown), "unknown", "没有这个成员", "there is no such member");
        }
        if (failure instanceof MismatchedInputException mismatched && isOneDocument(mismatched)) {
            return invalid(JsonPointers.of(mismatched), "type", "取值类型不符", "is not of the expected type");
        }
        if (failure instanceof JsonMappingException mapping && mapping.getCause() instanceof InputCoercionException) {
            return invalid(JsonPointers.of(mapping), "range", "数值超出范围", "is out of range");
        }
        if (failure instanceof ValueInstantiationException value) {
            return invalid(JsonPointers.of(value), "value", "没有这个取值", "is not one of the known values");
        }
        return malformed(failure.getLocation());
    }

    /** Jackson has no other sign for a body of nothing but white space, or of more than one document. */
    private static boolean isOneDocument(JsonMappingException failure) {
        var says = failure.getOriginalMessage();
        return !says.startsWith("No content") && !says.startsWith("Trailing token");
    }

    private static Problem invalid(String pointer, String code, String zh, String en) {
        return Problem.of(ProblemType.INVALID_REQUEST).fault(pointer, code, zh, en);
    }

    private static Problem malformed(JsonLocation at) {
        var problem = Problem.of(ProblemType.MALFORMED_JSON);
        if (at == null || at.getLineNr() < 1) {
            return problem;
        }
        var detail = new Text(
                "第 %d 行第 %d 列附近".formatted(at.getLineNr(), at.getColumnNr()),
                "near line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
        return problem.faults(List.of(
                new Problem.Fault("", "syntax", detail, Map.of("line", at.getLineNr(), "column", at.getColumnNr()))));
    }
}
