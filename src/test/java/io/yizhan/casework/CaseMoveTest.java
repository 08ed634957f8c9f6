package io.yizhan.casework;

import static io.yizhan.casework.CaseState.CORRECTION_REQUESTED;
import static io.yizhan.casework.CaseState.IN_REVIEW;
import static io.yizhan.casework.CaseState.SUBMITTED;
import static io.yizhan.casework.CaseState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.casework.CaseMove.Mover;
import io.yizhan.casework.CaseStop.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CaseMoveTest {
    @Test
    void reachesEveryStateFromSubmissionAndLeavesEveryStateThatIsNotFinal() {
        var reached = new HashSet<>(EnumSet.of(SUBMITTED));
        for (int i = 0; i < CaseState.values().length; i++) {
            for (var move : CaseMove.values()) {
                move.starts().stream().filter(reached::contains).toList().forEach(state -> move.from(state)
                        .ifPresent(reached::add));
            }
        }

        assertThat(reached).containsExactlyInAnyOrder(CaseState.values());
        for (var state : CaseState.values()) {
            var leaves = Arrays.stream(CaseMove.values())
                    .anyMatch(move ->
                            move.from(state).filter(next -> next != state).isPresent());
            assertThat(leaves).as(state.word()).isEqualTo(!state.isFinal());
        }
    }

    @Test
    void offersNobodyAnotherOnesMove() {
        assertThat(CaseMove.legal(IN_REVIEW, EnumSet.of(Mover.APPLICANT))).containsExactly(CaseMove.SUPPLY);
        assertThat(CaseMove.legal(SUBMITTED, EnumSet.of(Mover.STAFF)))
                .containsExactly(
                        CaseMove.RECEIVE,
                        CaseMove.REQUEST_CORRECTION,
                        CaseMove.ACCEPT,
                        CaseMove.NOT_ACCEPT,
                        CaseMove.TRANSFER);
    }

    @Test
    void endsASuspendedCaseOnlyAsItsSuspensionAllows() {
        assertThat(Ending.allowed(CORRECTION_REQUESTED, Optional.empty())).containsExactly(Ending.NOT_SUPPLIED);
        assertThat(Ending.allowed(SUSPENDED, Optional.of(Kind.CORRECTION))).containsExactly(Ending.NOT_SUPPLIED);
        assertThat(Ending.allowed(SUSPENDED, Optional.of(Kind.FORWARDED))).containsExactly(Ending.FORWARDED);
        assertThat(Ending.allowed(SUSPENDED, Optional.of(Kind.SPECIAL_PROCEDURE)))
                .isEmpty();
        assertThat(Ending.allowed(SUSPENDED, Optional.of(Kind.HOLD))).isEmpty();
        assertThat(Ending.allowed(IN_REVIEW, Optional.empty()))
                .doesNotContain(Ending.CERTIFICATE_ISSUED, Ending.REJECTED);
    }

    /** The picture in the documentation is drawn from the table; when it fails, copy what it expects. */
    @Test
    void isDrawnInTheDocumentation() throws IOException {
        assertThat(Files.readString(Path.of("docs/casework.md"))).contains(diagram());
    }

    private static String diagram() {
        return Arrays.stream(CaseMove.values())
                .flatMap(move -> Arrays.stream(CaseState.values())
                        .filter(state ->
                                move.from(state).filter(next -> next != state).isPresent())
                        .map(state -> "    %s --> %s: %s"
                                .formatted(
                                        state.word(),
                                        move.from(state).orElseThrow().word(),
                                        move.word())))
                .collect(Collectors.joining("\n", "stateDiagram-v2\n    [*] --> submitted: submit\n", "\n"));
    }
}
