package io.yizhan.catalogue;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.sourceforge.pinyin4j.PinyinHelper;

/** A name made ready to be searched: in Chinese, by the beginnings of English words, and by pinyin initials. */
final class SearchableName {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{IsHan}\\p{Alnum}]+");

    private final String chinese;
    private final List<String> englishWords;

    /** For each character the initials of all its readings, for a character that spells (shǔ, zhǔ) "sz". */
    private final List<String> initials;

    private SearchableName(String chinese, List<String> englishWords, List<String> initials) {
        this.chinese = chinese;
        this.englishWords = englishWords;
        this.initials = initials;
    }

    static SearchableName of(String nameZh, String nameEn) {
        var chinese = String.join("", words(nameZh));
        return new SearchableName(
                chinese,
                words(nameEn),
                chinese.chars()
                        .mapToObj(character -> initials((char) character))
                        .toList());
    }

    /** The words of a query or name: full-width and half-width, upper and lower case are the same. */
    static List<String> words(String text) {
        var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Arrays.stream(BETWEEN_WORDS.split(folded, -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String initials(char character) {
        var readings = PinyinHelper.toHanyuPinyinStringArray(character);
        if (readings == null) {
            return String.valueOf(character);
        }
        return Arrays.stream(readings)
                .map(reading -> reading.substring(0, 1))
                .distinct()
                .reduce("", String::concat);
    }

    /** @param word one of {@link #words} */
    boolean matches(String word) {
        return chinese.contains(word)
                || englishWords.stream().anyMatch(english -> english.startsWith(word))
                || matchesInitials(word);
    }

    private boolean matchesInitials(String word) {
        return IntStream.rangeClosed(0, initials.size() - word.length())
                .anyMatch(start -> matchesInitials(word, start));
    }

    private boolean matchesInitials(String word, int start) {
        return IntStream.range(0, word.length())
                .allMatch(i -> initials.get(start + i).indexOf(word.charAt(i)) >= 0);
    }
}
