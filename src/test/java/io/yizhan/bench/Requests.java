package io.yizhan.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encoded requests, sent in this order and then from the beginning again.
 *
 * <p>A request may contain {@link #STAMP}: digits that are replaced by a running number before each sending, so that
 * one encoded submission can be sent many times under ever new idempotency keys.
 */
final class Requests {
    static final String STAMP = "#############";

    /** What is wrong with the answer to the n-th request, if anything. */
    interface Check {
        Optional<String> complaint(int request, Answer answer);
    }

    private static final int SOME = 1024;

    private final ByteBuffer bytes;
    private final int[] ends;
    private final int[] stamps;
    private final int expectedStatus;
    private final int checkedEvery;
    private final Check check;
    private long stamped;

    private Requests(ByteBuffer bytes, int[] ends, int[] stamps, int expectedStatus, int checkedEvery, Check check) {
        this.bytes = bytes;
        this.ends = ends;
        this.stamps = stamps;
        this.expectedStatus = expectedStatus;
        this.checkedEvery = checkedEvery;
        this.check = check;
    }

    /** Every answer must have this status, every 1024th is checked. */
    static Requests of(List<String> requests, int expectedStatus, Check check) {
        return encode(requests, expectedStatus, SOME, check);
    }

    /** As {@link #of}, with every answer checked, which costs more than the server's work. */
    static Requests checkingAll(List<String> requests, int expectedStatus, Check check) {
        return encode(requests, expectedStatus, 1, check);
    }

    private static Requests encode(List<String> requests, int expectedStatus, int checkedEvery, Check check) {
        var all = new ByteArrayOutputStream();
        var ends = new int[requests.size()];
        var stamps = new int[requests.size()];
        for (int i = 0; i < ends.length; i++) {
            // a stamp stands in the head, where characters are bytes
            var stamp = requests.get(i).indexOf(STAMP);
            stamps[i] = stamp < 0 ? -1 : all.size() + stamp;
            all.writeBytes(requests.get(i).getBytes(StandardCharsets.UTF_8));
            ends[i] = all.size();
        }
        var bytes = ByteBuffer.allocateDirect(all.size()).put(all.toByteArray());
        return new Requests(bytes, ends, stamps, expectedStatus, checkedEvery, check);
    }

    /** A request as it goes over the wire. */
    static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines(headers) + "\r\n";
    }

    static String post(String path, String body, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n" + lines(headers) + "\r\n" + body;
    }

    private static String lines(String... headers) {
        var lines = new ArrayList<String>();
        for (var header : headers) {
            lines.add(header + "\r\n");
        }
        return String.join("", lines);
    }

    int count() {
        return ends.length;
    }

    int expectedStatus() {
        return expectedStatus;
    }

    int checkedEvery() {
        return checkedEvery;
    }

    Optional<String> complaint(int request, Answer answer) {
        return check.complaint(request, answer);
    }

    /** The buffer to write from; a view of the sender's own, placed by {@link #place}. */
    ByteBuffer view() {
        return bytes.duplicate();
    }

    /** Makes the view hold exactly this request. */
    void place(ByteBuffer view, int request) {
        if (stamps[request] >= 0) {
            stamp(stamps[request]);
        }
        view.limit(ends[request]).position(request == 0 ? 0 : ends[request - 1]);
    }

    /** The bytes of this request. */
    byte[] copy(int request) {
        var view = view();
        place(view, request);
        var copy = new byte[view.remaining()];
        view.get(copy);
        return copy;
    }

    private void stamp(int at) {
        var rest = ++stamped;
        for (int digit = STAMP.length() - 1; digit >= 0; digit--) {
            bytes.put(at + digit, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
