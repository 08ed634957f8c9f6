package io.yizhan.platform.http;

import io.yizhan.platform.Text;
import jakarta.validation.ConstraintViolation;

/** Says in both languages what a bean-validation rule wants. */
final class ValidationTexts {
    private ValidationTexts() {}

    /** The rule as a word for programs. */
    static String code(String rule) {
        return switch (rule) {
            case "NotNull", "NotBlank", "NotEmpty" -> "required";
            case "Size" -> "size";
            case "Min", "DecimalMin", "Positive", "PositiveOrZero" -> "min";
            case "Max", "DecimalMax" -> "max";
            case "Pattern" -> "format";
            default -> Character.toLowerCase(rule.charAt(0)) + rule.substring(1);
        };
    }

    static Text of(String rule, ConstraintViolation<?> violation) {
        var attributes = violation.getConstraintDescriptor().getAttributes();
        return switch (rule) {
            case "NotNull", "NotBlank", "NotEmpty" -> new Text("必填", "is required");
            case "Size" ->
                new Text(
                        "长度须在 %s 到 %s 之间".formatted(attributes.get("min"), attributes.get("max")),
                        "must be between %s and %s long".formatted(attributes.get("min"), attributes.get("max")));
            case "Min", "DecimalMin" ->
                new Text("不得小于 " + attributes.get("value"), "must not be less than " + attributes.get("value"));
            case "Max", "DecimalMax" ->
                new Text("不得大于 " + attributes.get("value"), "must not be greater than " + attributes.get("value"));
            case "Pattern" -> new Text("格式不符", "does not have the expected form");
            default -> new Text(violation.getMessage(), violation.getMessage());
        };
    }
}
