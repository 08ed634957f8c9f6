package io.yizhan.bench;

import java.util.Optional;

/** One whole HTTP answer, kept to be looked at. */
record Answer(int status, String head, String body) {
    static Answer of(int status, String text) {
        var end = text.indexOf("\r\n\r\n") + 4;
        return new Answer(status, text.substring(0, end), text.substring(end));
    }

    Optional<String> header(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}
