package io.yizhan.platform.http;

import com.fasterxml.jackson.databind.JsonMappingException;

/** JSON pointers (RFC 6901) into a request body. */
final class JsonPointers {
    private JsonPointers() {}

    /** Where Jackson stopped; empty for the whole document. */
    static String of(JsonMappingException failure) {
        var pointer = new StringBuilder();
        for (var step : failure.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : escaped(step.getFieldName()));
        }
        return pointer.toString();
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
