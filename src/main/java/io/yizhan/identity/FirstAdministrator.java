package io.yizhan.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.yizhan.identity.RegisterSubject.Confirmation;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Makes the first administrator, who can then appoint everyone else: a file, mounted like a secret so that nothing
 * personal stands in variables or process lists, names the person. As soon as there is an administrator it has no effect
 * and should be removed.
 */
@Singleton
final class FirstAdministrator {
    private record Person(IdentityKind kind, String number, String name, String phone) {
        @Override
        public String toString() {
            return "first administrator";
        }
    }

    private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);
    private static final String PROPERTY = "yizhan.identity.first-administrator-file";

    private final IdentityConfig config;
    private final ObjectMapper json;
    private final Staff staff;
    private final RegisterSubject registerSubject;

    FirstAdministrator(IdentityConfig config, ObjectMapper json, Staff staff, RegisterSubject registerSubject) {
        this.config = config;
        this.json = json;
        this.staff = staff;
        this.registerSubject = registerSubject;
    }

    void start(@Observes StartupEvent started) {
        config.firstAdministratorFile().map(this::read).ifPresent(this::appoint);
    }

    private Person read(Path file) {
        try {
            return json.readValue(Files.readString(file), Person.class);
        } catch (JsonProcessingException malformed) {
            // without the cause: it quotes the file
            throw new IllegalStateException(PROPERTY + " must be JSON with kind, number, name and phone");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(PROPERTY + " cannot be read", unreadable);
        }
    }

    private void appoint(Person person) {
        staff.hasAdministrator()
                .chain(isThere -> isThere ? Uni.createFrom().voidItem() : appointFirst(person))
                .subscribe()
                .with(
                        done -> LOG.debug("there is an administrator"),
                        failure ->
                                LOG.errorf("the first administrator could not be appointed: %s", failure.getMessage()));
    }

    private Uni<Void> appointFirst(Person person) {
        var cause = Cause.startUp("first-administrator");
        return registerSubject
                .person(
                        person.kind(),
                        person.number(),
                        person.name(),
                        person.phone(),
                        Confirmation.NOT_CONFIRMED,
                        cause)
                .chain(id -> staff.grantAdministrator(id, cause))
                .invoke(() -> LOG.info("the first administrator was appointed"));
    }
}
