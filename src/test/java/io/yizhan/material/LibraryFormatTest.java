package io.yizhan.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryFormatTest {
    private static final UUID HOLDER = UUID.randomUUID();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private Library library(int size) {
        var materials = new ArrayList<HeldMaterial>();
        for (int i = 0; i < size; i++) {
            materials.add(material());
        }
        return new Library(random.nextInt(Integer.MAX_VALUE), List.copyOf(materials));
    }

    private HeldMaterial material() {
        return new HeldMaterial(
                uuid(),
                HOLDER,
                "IDN%03d".formatted(random.nextInt(1000)),
                1 + random.nextInt(Integer.MAX_VALUE),
                1 + random.nextInt(100),
                pick(MaterialState.values()),
                pick(TrustGrade.values()),
                pick(new String[] {"", "某市公安局", "a\nb\tc\\\u0000", "机".repeat(100), "😀".repeat(50)}),
                maybe(day()),
                maybe(day()),
                maybe(day()),
                maybe(uuid()),
                maybe(Instant.ofEpochSecond(
                        random.nextLong(-9_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000) * 1000L)),
                maybe(uuid()));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private LocalDate day() {
        return LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000));
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    @Test
    void readsWhatItWrites() {
        for (int run = 0; run < 2000; run++) {
            var library = library(random.nextInt(6));
            var packed = LibraryFormat.pack(HOLDER, library);

            var read = LibraryFormat.held(HOLDER, packed.packed());

            assertThat(read.version()).as("seed %d", seed).isEqualTo(library.version());
            assertThat(read.library()).as("seed %d", seed).isEqualTo(library);
        }
    }

    @Test
    void beginsWithTheVersionForTheScriptToRead() {
        var packed = LibraryFormat.pack(HOLDER, Library.EMPTY).packed();
        assertThat(new String(packed, StandardCharsets.UTF_8)).isEqualTo("0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1", "x\n", "-1\n", "99999999999\n", "4294967296\n"})
    void refusesWhatHasNoVersion(String value) {
        assertThatThrownBy(() -> LibraryFormat.held(HOLDER, value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsCutOff() {
        var packed = LibraryFormat.pack(HOLDER, library(1)).packed();
        var head = new String(packed, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        for (int length = head + 1; length < packed.length; length++) {
            var cut = LibraryFormat.held(HOLDER, Arrays.copyOf(packed, length));
            assertThatThrownBy(cut::library)
                    .as("seed %d, %d bytes", seed, length)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void keepsTheRenderingsThatWereAddedLast() {
        var held = LibraryFormat.pack(HOLDER, Library.EMPTY);
        for (int number = 1; number <= 6; number++) {
            var bytes = number;
            held.keep("item" + number, () -> bytes);
        }
        held.keep("item4", () -> 40);

        assertThat(held.rendering("item1")).isNull();
        assertThat(held.rendering("item2")).isNull();
        assertThat(held.rendering("item3").bytes()).isEqualTo(3);
        assertThat(held.rendering("item4").bytes()).isEqualTo(40);
        assertThat(held.rendering("item6").bytes()).isEqualTo(6);
        assertThat(held.bytes()).isGreaterThan(3 + 40 + 5 + 6);
    }
}
