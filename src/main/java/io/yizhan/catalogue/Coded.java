package io.yizhan.catalogue;

import java.util.Arrays;
import java.util.Optional;

/** A value of one of the catalogue's closed lists: what the files write, what JSON carries, and words for people. */
interface Coded {
    /** The value as the catalogue files and tables write it. */
    String fileValue();

    /** The value as JSON and query parameters write it. */
    String code();

    String nameZh();

    String nameEn();

    static <E extends Enum<E> & Coded> Optional<E> find(String fileValue, Class<E> list) {
        return Arrays.stream(list.getEnumConstants())
                .filter(constant -> constant.fileValue().equals(fileValue))
                .findFirst();
    }

    /** @throws IllegalArgumentException when the list has no such value, which the import has excluded */
    static <E extends Enum<E> & Coded> E of(String fileValue, Class<E> list) {
        return find(fileValue, list)
                .orElseThrow(() -> new IllegalArgumentException("no " + list.getSimpleName() + " " + fileValue));
    }
}
