package io.yizhan.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Path("/v1/me")
@Cancellable(false)
@Tag(name = "Identity")
class MeResource {
    /**
     * @param number masked for a person, whole for an organisation
     * @param assuranceLevel of this sign-in, 2 to 5
     * @param actingPerson who acts, when the subject is an organisation
     */
    @Schema(name = "Me")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            SubjectId id,
            IdentityKind kind,
            String number,
            String name,
            int assuranceLevel,
            Set<String> scopes,
            Set<String> departments,
            @Nullable ActingPerson actingPerson) {
        static View of(Subject subject, AuthenticatedCaller caller, @Nullable ActingPerson actingPerson) {
            return new View(
                    subject.id(),
                    subject.number().kind(),
                    subject.number().masked(),
                    subject.name(),
                    caller.assuranceLevel(),
                    caller.scopes(),
                    caller.departments(),
                    actingPerson);
        }
    }

    @Schema(name = "ActingPerson")
    record ActingPerson(SubjectId id, String name) {
        static ActingPerson of(Subject person) {
            return new ActingPerson(person.id(), person.name());
        }
    }

    private final Subjects subjects;
    private final Caller caller;

    MeResource(Subjects subjects, Caller caller) {
        this.subjects = subjects;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({"applicant", "clerk", "officer", "administrator"})
    @Operation(operationId = "getMe", summary = "Who is signed in, for whom they act and how sure we are")
    public Uni<View> me() {
        var who = caller.snapshot();
        return subjects.get(who.subject()).chain(subject -> view(subject, who));
    }

    private Uni<View> view(Subject subject, AuthenticatedCaller who) {
        if (!who.isActing()) {
            return Uni.createFrom().item(View.of(subject, who, null));
        }
        return subjects.get(who.actor()).map(person -> View.of(subject, who, ActingPerson.of(person)));
    }
}
