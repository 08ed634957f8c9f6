package io.yizhan.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Who is calling, as the access token of this request says. Inject it and ask inside the request: on a request without
 * a token every accessor fails with {@code unauthenticated}. For work that outlives the request keep {@link #snapshot}.
 */
public interface Caller {
    /** Whose space and cases the request is about: the person, or the organisation the person is acting for. */
    SubjectId subject();

    /** The natural person acting; the subject itself unless a mandate is used. */
    SubjectId actor();

    /** What the token allows: applicant, clerk, officer, kiosk, administrator or system. */
    Set<String> scopes();

    /** The sign-in this token descends from; ending it ends every token of it. */
    String sessionId();

    /** Real-name level of this sign-in, 2 (self-declared) to 5 (in person at a window). */
    int assuranceLevel();

    /** The clerk who vouched for the person at a window, when that is how they signed in. */
    Optional<SubjectId> clerkVouching();

    /** How the sign-in was proved (RFC 8176 style words): {@code sms}, {@code vouch}, {@code device}. */
    Set<String> amr();

    /** Credit codes of the departments an officer works for, or whose system it is; empty for everyone else. */
    Set<String> departments();

    /** Where the sign-in happened: portal, miniProgram, window, kiosk, system. */
    String channel();

    /** The facts themselves, independent of the request. */
    AuthenticatedCaller snapshot();

    default boolean isActing() {
        return !subject().equals(actor());
    }
}
