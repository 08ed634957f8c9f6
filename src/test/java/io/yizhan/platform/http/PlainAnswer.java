package io.yizhan.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the answers of a connection that stays open, read without an HTTP library, which would wait for one before it asks on.
 *
 * @param headers by their names in lower case
 */
public record PlainAnswer(int status, Map<String, String> headers, String body) {
    public static PlainAnswer read(InputStream incoming) {
        return read(incoming, true);
    }

    /** @param hasBody false for the answer to HEAD, which has a length and no body */
    public static PlainAnswer read(InputStream incoming, boolean hasBody) {
        try {
            var status = Integer.parseInt(line(incoming).split(" ")[1]);
            var headers = new TreeMap<String, String>();
            for (var line = line(incoming); !line.isEmpty(); line = line(incoming)) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            assertThat(headers).doesNotContainKey("transfer-encoding");
            var length = hasBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
            return new PlainAnswer(status, headers, new String(incoming.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private static String line(InputStream incoming) throws IOException {
        var line = new StringBuilder();
        for (int next = incoming.read(); next != '\n'; next = incoming.read()) {
            assertThat(next).as("end of connection after '%s'", line).isNotNegative();
            line.append((char) next);
        }
        return line.substring(0, line.length() - 1);
    }
}
