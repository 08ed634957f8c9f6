package io.yizhan.platform.http;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.util.Locale;
import java.util.Optional;

/** Where in the request a parameter of a resource method comes from. */
record ParameterLocation(Part part, String name) {
    enum Part {
        QUERY,
        HEADER,
        PATH,
        FORM
    }

    /** Empty for the body and for what the framework injects. */
    static Optional<ParameterLocation> of(AnnotatedElement parameter) {
        var query = parameter.getAnnotation(QueryParam.class);
        if (query != null) {
            return Optional.of(new ParameterLocation(Part.QUERY, query.value()));
        }
        var header = parameter.getAnnotation(HeaderParam.class);
        if (header != null) {
            return Optional.of(new ParameterLocation(Part.HEADER, header.value()));
        }
        var path = parameter.getAnnotation(PathParam.class);
        if (path != null) {
            return Optional.of(new ParameterLocation(Part.PATH, path.value()));
        }
        var form = parameter.getAnnotation(FormParam.class);
        return Optional.ofNullable(form).map(field -> new ParameterLocation(Part.FORM, field.value()));
    }

    /** In the notation of {@link io.yizhan.platform.Problem.Fault#pointer}. */
    String pointer() {
        return part.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
