package io.yizhan.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.platform.Problem;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueryNumberTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private final SecureRandom random = new SecureRandom();

    @Test
    void carriesItsBucketInFront() {
        var number = QueryNumber.next(1023, random);

        assertThat(number.value() >>> 50).isEqualTo(1023);
        assertThat(number.toString()).startsWith("ZZ").hasSize(13);
    }

    @Test
    void readsWhatPeopleType() {
        var number = QueryNumber.next(0, random);
        var typed = number.printed()
                .toLowerCase(java.util.Locale.ROOT)
                .replace('0', 'o')
                .replace('1', 'l');

        assertThat(QueryNumber.parse(" " + typed + " ")).isEqualTo(number);
    }

    @Test
    void noticesEverySingleWrongCharacter() {
        for (int round = 0; round < 200; round++) {
            var text = QueryNumber.next(round, random).toString();
            for (int place = 0; place < text.length(); place++) {
                for (char other : ALPHABET.toCharArray()) {
                    if (other != text.charAt(place)) {
                        assertRefused(text.substring(0, place) + other + text.substring(place + 1));
                    }
                }
            }
        }
    }

    @Test
    void noticesNearlyEverySwapOfNeighbours() {
        var seeded = new Random(7);
        int swaps = 0;
        int missed = 0;
        for (int round = 0; round < 5_000; round++) {
            var text = QueryNumber.next(seeded.nextInt(1024), random).toString();
            for (int place = 0; place + 1 < text.length(); place++) {
                if (text.charAt(place) != text.charAt(place + 1)) {
                    swaps++;
                    missed += isAccepted(swapped(text, place)) ? 1 : 0;
                }
            }
        }

        assertThat((double) missed / swaps).isLessThan(0.005);
    }

    @Test
    void refusesOtherLengthsAndCharacters() {
        assertRefused("");
        assertRefused("4K7M");
        assertRefused("4K7M-2QX9-T3VBU");
        assertRefused("四K7M-2QX9-T3VBC");
        assertRefused("0".repeat(10_000));
    }

    private static String swapped(String text, int place) {
        return text.substring(0, place) + text.charAt(place + 1) + text.charAt(place) + text.substring(place + 2);
    }

    private static boolean isAccepted(String text) {
        try {
            return QueryNumber.parse(text) != null;
        } catch (Problem refused) {
            return false;
        }
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> QueryNumber.parse(text))
                .isInstanceOf(Problem.class)
                .hasMessage("query-number-invalid");
    }
}
