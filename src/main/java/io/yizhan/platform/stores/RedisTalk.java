package io.yizhan.platform.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** The two commands needed before there is a client: who are you, and do you know our password. */
final class RedisTalk {
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final Pattern PROCESS_ID = Pattern.compile("process_id:(\\d+)");

    private RedisTalk() {}

    /** Empty when nobody, or somebody else, listens there. */
    static Optional<Long> processId(int port, String password) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            var commands = "AUTH " + password + "\r\nINFO server\r\nQUIT\r\n";
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var found = PROCESS_ID.matcher(answer);
            return answer.startsWith("+OK") && found.find()
                    ? Optional.of(Long.valueOf(found.group(1)))
                    : Optional.empty();
        } catch (IOException nobody) {
            return Optional.empty();
        }
    }
}
