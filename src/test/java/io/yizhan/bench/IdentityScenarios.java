package io.yizhan.bench;

import io.yizhan.bench.OpenLoop.Kind;
import java.util.List;
import java.util.stream.IntStream;

/** What it costs to know who asks; and the guide of an item, which anybody may ask for. */
final class IdentityScenarios {
    private static final int SIGNING_IN = 16;

    static final List<Scenario> ALL = List.of(
            new Scenario(
                    "authenticated",
                    "guides whose ETag is known, asked for by 1,000 people with their tokens; against the same service and"
                            + " the same questions without tokens",
                    Target.atLeast(0.93, 0.97),
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL),
                    IdentityScenarios::authenticated),
            new Scenario(
                    "guide-304",
                    "guides whose ETag is known, without token; against a bare handler that looks the tag up by path,"
                            + " compares, and answers 304",
                    Target.NONE,
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL),
                    IdentityScenarios::guide),
            new Scenario(
                    "sign-in",
                    "16 people at a time ask for a one-time code and exchange it for tokens, two requests; against one thread"
                            + " that only signs tokens with the same key",
                    Target.NONE,
                    false,
                    Pinning.SERVER_ALONE,
                    List.of(Wiring.USUAL),
                    IdentityScenarios::signIn));

    private IdentityScenarios() {}

    private static Figures authenticated(Hall hall) {
        var service = hall.service();
        var people = hall.crowd().people(MatchScenarios.PEOPLE);
        var guides = guides(hall, service);
        var tokens = people.stream()
                .map(subject -> "Authorization: Bearer " + hall.crowd().token(subject))
                .toList();
        try (var ours = HttpSide.of(service, guides.requests(tokens));
                var baseline = HttpSide.of(service, guides.requests())) {
            return hall.compareClosely(ours, baseline);
        }
    }

    private static Figures guide(Hall hall) {
        var service = hall.service();
        var guides = guides(hall, service);
        try (var bare = hall.bare(Wiring.USUAL, BareServer.Kind.NOT_MODIFIED, "", guides.lines(), "", "");
                var ours = HttpSide.of(service, guides.requests());
                var baseline = HttpSide.of(bare, guides.requests())) {
            return hall.compare(ours, baseline);
        }
    }

    private static Figures signIn(Hall hall) {
        var service = hall.service();
        var visits = SignIn.of(hall.crowd().data(), hall.crowd().people(MatchScenarios.PEOPLE));
        var load = new OpenLoop(service.address(), SIGNING_IN, List.of(new Kind("sign-in", 1, visits)));
        try (var ours = new VisitsSide(service, load);
                var baseline = Signing.of(hall.stores())) {
            return hall.compare(ours, baseline);
        }
    }

    /** One for each of the people, of the items of all of them. */
    private static Learned guides(Hall hall, ServerProcess service) {
        var items = BenchItem.all();
        return Learned.from(
                service,
                IntStream.range(0, hall.crowd().people(MatchScenarios.PEOPLE).size())
                        .mapToObj(
                                i -> "/v1/items/" + items.get(i % items.size()).code())
                        .toList());
    }
}
