package io.yizhan.platform.http;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The pages behind {@code type}: what each problem means and what to do about it. */
@Path("/v1/problems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "problems", description = "Every way a request can fail, and what to do then")
class ProblemResource {
    /** They change with a release only. */
    private static final String CACHEABLE = "public, max-age=3600";

    private static final List<ProblemPage> PAGES =
            Arrays.stream(ProblemType.values()).map(ProblemPage::of).toList();

    record ProblemPage(
            String type,
            String slug,
            String code,
            int status,
            String titleZh,
            String titleEn,
            String adviceZh,
            String adviceEn) {
        static ProblemPage of(ProblemType type) {
            var advice = Advice.of(type).text();
            return new ProblemPage(
                    type.uri(),
                    type.slug(),
                    type.code(),
                    type.status(),
                    type.title().zh(),
                    type.title().en(),
                    advice.zh(),
                    advice.en());
        }
    }

    record ProblemList(List<ProblemPage> problems) {}

    @GET
    @PermitAll
    @Operation(operationId = "listProblems", summary = "Every problem this service answers with")
    public RestResponse<ProblemList> list() {
        return cacheable(new ProblemList(PAGES));
    }

    @GET
    @Path("/{slug}")
    @PermitAll
    @Operation(operationId = "getProblem", summary = "One problem: what it means and what to do about it")
    public RestResponse<ProblemPage> get(@PathParam("slug") String slug) {
        return PAGES.stream()
                .filter(page -> page.slug().equals(slug))
                .findFirst()
                .map(ProblemResource::cacheable)
                .orElseThrow(() -> Problem.of(ProblemType.NOT_FOUND));
    }

    private static <T> RestResponse<T> cacheable(T page) {
        return RestResponse.ResponseBuilder.ok(page)
                .header("Cache-Control", CACHEABLE)
                .build();
    }
}
