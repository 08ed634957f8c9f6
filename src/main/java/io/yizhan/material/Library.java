package io.yizhan.material;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What one subject has handed in.
 *
 * @param version grows with every change of it; 0 when nothing was ever handed in
 */
public record Library(int version, List<HeldMaterial> materials) {
    static final Library EMPTY = new Library(0, List.of());

    /** Reusable editions kept in view per type; older ones stay stored. */
    static final int EDITIONS_IN_VIEW = 20;

    private static final Comparator<HeldMaterial> NEWEST_FIRST = comparing(
                    (HeldMaterial held) -> held.handedInAt().orElseThrow(), reverseOrder())
            .thenComparing(held -> held.id().toString());

    /**
     * What it has become, as PostgreSQL would tell it, when these were handed in and nothing else happened to it.
     *
     * @param version that it has now
     * @param uploads not handed in before
     * @return empty when there was another change since this was read
     */
    public Optional<Library> afterHandingIn(int version, List<HeldMaterial> uploads, UUID sourceCase, Instant moment) {
        if (version != this.version + 1) {
            return Optional.empty();
        }
        var held = Stream.concat(
                materials.stream().filter(HeldMaterial::isHandedIn),
                uploads.stream().map(upload -> upload.handedIn(sourceCase, moment)));
        var inView = held.collect(groupingBy(HeldMaterial::materialType)).values().stream()
                .flatMap(ofType -> ofType.stream().sorted(NEWEST_FIRST).limit(EDITIONS_IN_VIEW))
                .toList();
        return Optional.of(new Library(version, inView));
    }
}
