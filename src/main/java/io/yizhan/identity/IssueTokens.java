package io.yizhan.identity;

import io.smallrye.mutiny.Uni;
import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Exchanges a proof for tokens: a finished sign-in, a refresh token, or a mandate. */
@Singleton
final class IssueTokens {
    /** Possession of the registered phone adds nothing to how well the registration was checked. */
    private static final int MOST_BY_CODE = 4;

    private static final int VOUCHED_IN_PERSON = 5;
    private static final int DEVICE = 2;

    private final SignIns signIns;
    private final Subjects subjects;
    private final Sessions sessions;
    private final Mandates mandates;
    private final AccessTokens tokens;
    private final Caller caller;
    private final Clock clock;

    IssueTokens(
            SignIns signIns,
            Subjects subjects,
            Sessions sessions,
            Mandates mandates,
            AccessTokens tokens,
            Caller caller,
            Clock clock) {
        this.signIns = signIns;
        this.subjects = subjects;
        this.sessions = sessions;
        this.mandates = mandates;
        this.tokens = tokens;
        this.caller = caller;
        this.clock = clock;
    }

    Uni<TokenView> issue(TokenRequest request) {
        return switch (request.grantType()) {
            case SIGN_IN -> forSignIn(required("/signInId", request.signInId()), required("/code", request.code()));
            case REFRESH_TOKEN -> forRefreshToken(required("/refreshToken", request.refreshToken()));
            case MANDATE -> forMandate(required("/mandateId", request.mandateId()));
        };
    }

    private static <T> T required(String pointer, @Nullable T value) {
        if (value == null) {
            throw Problem.of(ProblemType.INVALID_REQUEST).fault(pointer, "NotNull", "必填", "is required");
        }
        return value;
    }

    private Uni<TokenView> forSignIn(UUID signIn, String code) {
        return signIns.redeem(signIn, code)
                .chain(this::proof)
                .chain(sessions::open)
                .chain(this::answer);
    }

    private Uni<Sessions.Proof> proof(SignIns.Redeemed redeemed) {
        return level(redeemed)
                .map(level -> new Sessions.Proof(
                        redeemed.subject(),
                        redeemed.scope(),
                        redeemed.channel(),
                        level,
                        redeemed.factor().amr(),
                        redeemed.vouchedBy()));
    }

    private Uni<Integer> level(SignIns.Redeemed redeemed) {
        return switch (redeemed.factor()) {
            case CODE ->
                subjects.get(redeemed.subject()).map(subject -> Math.min(MOST_BY_CODE, subject.assuranceLevel()));
            case VOUCH -> Uni.createFrom().item(VOUCHED_IN_PERSON);
            case DEVICE -> Uni.createFrom().item(DEVICE);
        };
    }

    private Uni<TokenView> forRefreshToken(String text) {
        var token = RefreshToken.parse(text).orElseThrow(Sessions::refused);
        return sessions.rotate(token).chain(this::answer);
    }

    private Uni<TokenView> forMandate(UUID mandate) {
        var person = caller.snapshot();
        if (person.isActing() || !person.scopes().contains(Scope.APPLICANT.word())) {
            throw Problem.of(ProblemType.MANDATE_REFUSED);
        }
        return mandates.organisationOf(mandate, person.subject())
                .chain(organisation -> sessions.openMandated(person, mandate, organisation))
                .chain(this::answer);
    }

    private Uni<TokenView> answer(Sessions.Opened opened) {
        var lifetime = tokens.lifetime(opened.session(), clock.instant());
        return tokens.issue(opened.session()).map(token -> TokenView.of(token, lifetime, opened));
    }
}
