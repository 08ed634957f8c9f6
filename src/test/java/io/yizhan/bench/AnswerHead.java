package io.yizhan.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads of a head what framing needs, without making an object: the status and the length of the body. An answer without
 * Content-Length that may have a body is refused, so chunked answers are.
 */
final class AnswerHead {
    static final int INCOMPLETE = -1;

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int UNKNOWN = -1;

    private int status;
    private int length;

    int status() {
        return status;
    }

    int length() {
        return length;
    }

    /** Where the body begins, or {@link #INCOMPLETE}. */
    int read(ByteBuffer bytes, int start, int end) {
        length = UNKNOWN;
        int line = start;
        for (int at = start; at < end; at++) {
            if (bytes.get(at) == '\n') {
                if (at - line <= 1) {
                    settle(bytes, start);
                    return at + 1;
                }
                line = at + 1;
            } else if (at == line && (bytes.get(at) | 0x20) == 'c') {
                readLength(bytes, line, end);
            }
        }
        return INCOMPLETE;
    }

    private void settle(ByteBuffer bytes, int start) {
        status = number(bytes, start + STATUS_AT);
        if (status == 304 || status == 204) {
            length = 0;
        }
        if (length == UNKNOWN) {
            throw new VoidRun("an answer with status " + status + " has no Content-Length");
        }
    }

    private void readLength(ByteBuffer bytes, int line, int end) {
        if (end - line <= LENGTH.length) {
            return;
        }
        for (int at = 0; at < LENGTH.length; at++) {
            var lower = Character.toLowerCase(bytes.get(line + at));
            if (lower != LENGTH[at]) {
                return;
            }
        }
        length = number(bytes, line + LENGTH.length);
    }

    private static int number(ByteBuffer bytes, int from) {
        int at = from;
        while (bytes.get(at) == ' ') {
            at++;
        }
        int value = 0;
        for (byte digit = bytes.get(at); digit >= '0' && digit <= '9'; digit = bytes.get(++at)) {
            value = value * 10 + digit - '0';
        }
        return value;
    }
}
