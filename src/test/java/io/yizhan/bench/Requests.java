package io.yizhan.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Encoded requests, in the order they are sent, and what their answers must be. */
final class Requests {
    /** What is wrong with the answer to the n-th request, if anything. */
    interface Check {
        Optional<String> complaint(int request, Answer answer);
    }

    private static final int SOME = 1024;

    private final ByteBuffer bytes;
    private final int[] ends;
    private final int expectedStatus;
    private final int checkedEvery;
    private final Check check;

    private Requests(ByteBuffer bytes, int[] ends, int expectedStatus, int checkedEvery, Check check) {
        this.bytes = bytes;
        this.ends = ends;
        this.expectedStatus = expectedStatus;
        this.checkedEvery = checkedEvery;
        this.check = check;
    }

    /** Every answer must have this status, every 1024th is checked. */
    static Requests of(List<String> requests, int expectedStatus, Check check) {
        return of(requests.size(), requests::get, expectedStatus, check);
    }

    /**
     * For more than should be in memory twice.
     *
     * @param request the n-th, the same each time it is asked for
     */
    static Requests of(int count, IntFunction<String> request, int expectedStatus, Check check) {
        return encode(count, request, expectedStatus, SOME, check);
    }

    /** As {@link #of}, with every answer checked, which costs more than the server's work. */
    static Requests checkingAll(List<String> requests, int expectedStatus, Check check) {
        return encode(requests.size(), requests::get, expectedStatus, 1, check);
    }

    private static Requests encode(
            int count, IntFunction<String> request, int expectedStatus, int checkedEvery, Check check) {
        var ends = new int[count];
        int end = 0;
        for (int i = 0; i < count; i++) {
            end = Math.addExact(end, encoded(request.apply(i)).length);
            ends[i] = end;
        }
        var bytes = ByteBuffer.allocateDirect(end);
        for (int i = 0; i < count; i++) {
            bytes.put(encoded(request.apply(i)));
        }
        return new Requests(bytes, ends, expectedStatus, checkedEvery, check);
    }

    private static byte[] encoded(String request) {
        return request.getBytes(StandardCharsets.UTF_8);
    }

    /** A request as it goes over the wire. */
    static String get(String path, String... headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines(headers) + "\r\n";
    }

    static String post(String path, String body, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + encoded(body).length + "\r\n" + lines(headers) + "\r\n" + body;
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
}
