package io.yizhan.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    private static final EntityTag TAG = new EntityTag("a,b");

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a,b\"", "W/\"a,b\"", "\"x\", \"a,b\"", "\"x\",\t\"a,b\" , \"y\"", ",, \"a,b\"", "*", " * "})
    void isNamedByAListThatHoldsItHoweverWeak(String ifNoneMatch) {
        assertThat(TAG.isNamedBy(List.of(ifNoneMatch))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"a\"", "a,b", "\"x\", \"b\"", "\"a,b", "w/\"a,b\"", "\"x\" \"a,b\"", "**", "\"x,\"a,b\"\""
            })
    void isNotNamedByAnythingElse(String ifNoneMatch) {
        assertThat(TAG.isNamedBy(List.of(ifNoneMatch))).isFalse();
    }

    @Test
    void isSoughtInEveryLineOfTheHeader() {
        assertThat(TAG.isNamedBy(List.of("\"x\"", "\"a,b\""))).isTrue();
        assertThat(TAG.isNamedBy(List.of())).isFalse();
    }

    @Test
    void changesWithTheContent() {
        assertThat(EntityTag.of("甲").header())
                .matches("\"[A-Za-z0-9_-]{22}\"")
                .isNotEqualTo(EntityTag.of("乙").header());
        assertThat(EntityTag.of("甲")).isEqualTo(EntityTag.of("甲".getBytes(UTF_8)));
    }
}
