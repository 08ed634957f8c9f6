package io.yizhan.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.platform.Problem;
import io.yizhan.platform.ProblemType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CatalogueArchiveTest {
    private static final Limits LIMITS = new Limits(1_000_000, 1_000_000, 8);

    private record Limits(int maxArchive, int maxUnpacked, int maxEntries) implements CatalogueConfig.Upload {}

    @Test
    void takesTheFilesOutOfAFolderAndLeavesTheRest() {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("catalogue/", new byte[0]);
        entries.put("catalogue/README.md", new byte[] {1});
        CatalogueFixture.realFiles()
                .content()
                .forEach((file, content) -> entries.put("catalogue/" + file.fileName(), content));

        var files = CatalogueArchive.open(CatalogueZip.of(entries), LIMITS);

        assertThat(files.digest()).isEqualTo(CatalogueFixture.realFiles().digest());
        assertThat(Reading.of(files, CatalogueFixture.RULES).isSound()).isTrue();
    }

    @Test
    void unknownAndRepeatedFilesAreNamed() {
        var archive = CatalogueZip.of(
                Map.of("extra.csv", new byte[0], "a/windows.csv", new byte[0], "b/windows.csv", new byte[0]));

        var faults = CatalogueArchive.open(archive, LIMITS).faults().list();

        assertThat(faults)
                .extracting(
                        finding -> finding.location() + " " + finding.reason().code())
                .containsExactly("extra.csv file-unknown", "windows.csv file-twice");
    }

    @Test
    void namesCannotPointAnywhereElse() {
        var archive = CatalogueZip.of(Map.of("../../etc/items.csv", new byte[] {7}));

        assertThat(CatalogueArchive.open(archive, LIMITS).content()).containsOnlyKeys(CatalogueFile.ITEMS);
    }

    @Test
    void aBombIsStoppedByWhatComesOutOfIt() {
        var archive = CatalogueZip.of(Map.of("items.csv", new byte[50_000_000]));

        assertThat(archive.length).isLessThan(LIMITS.maxArchive());
        assertProblem(() -> CatalogueArchive.open(archive, LIMITS), ProblemType.PAYLOAD_TOO_LARGE);
    }

    @Test
    void tooManyEntriesAreRefused() {
        var entries = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 9; i++) {
            entries.put("note" + i + ".txt", new byte[0]);
        }

        assertProblem(() -> CatalogueArchive.open(CatalogueZip.of(entries), LIMITS), ProblemType.PAYLOAD_TOO_LARGE);
    }

    @Test
    void aDamagedArchiveIsUnreadable() {
        var archive = CatalogueZip.of(CatalogueFixture.real());

        assertProblem(
                () -> CatalogueArchive.open(Arrays.copyOf(archive, archive.length / 2), LIMITS),
                ProblemType.CATALOGUE_ARCHIVE_UNREADABLE);
        assertProblem(() -> CatalogueArchive.open(new byte[0], LIMITS), ProblemType.CATALOGUE_ARCHIVE_UNREADABLE);
    }

    private static void assertProblem(ThrowingCallable call, ProblemType type) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.type())
                .isEqualTo(type));
    }
}
