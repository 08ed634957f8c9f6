package io.yizhan.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Speaks HTTP/1.1 without an HTTP library, which would refuse to send most of what is sent here. */
final class RawHttp {
    private static final int PATIENCE_MS = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private RawHttp() {}

    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException notJson) {
                throw new AssertionError("not JSON: " + body, notJson);
            }
        }
    }

    /** @param head request line and headers without Host and Connection, lines separated by a line feed */
    static Answer send(String head, byte[] body) throws IOException {
        var lines = head.strip().split("\n", 2);
        var whole =
                lines[0] + "\nHost: localhost\nConnection: close\n" + (lines.length > 1 ? lines[1] + "\n" : "") + "\n";
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MS);
            var out = new ByteArrayOutputStream();
            out.writeBytes(whole.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(body);
            socket.getOutputStream().write(out.toByteArray());
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer parse(String answer) {
        var end = answer.indexOf("\r\n\r\n");
        var head = answer.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            var colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon), head[i].substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), headers, answer.substring(end + 4));
    }
}
