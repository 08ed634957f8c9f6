package io.yizhan.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of requests as editors read them: {@code ###} starts a request, {@code @name = value} sets a variable, a line
 * {@code # @name x} names the request, and a line {@code # expect ...} says what has to come back.
 */
record HttpFile(Path path, Map<String, String> variables, List<Request> requests) {
    /**
     * @param line of the request line, from 1
     * @param name empty when nothing refers to the request
     * @param body as written, without the blank lines around it
     */
    record Request(
            int line,
            String title,
            String name,
            List<String> expectations,
            String method,
            String target,
            Map<String, String> headers,
            List<String> body) {}

    private static final String SEPARATOR = "###";

    static HttpFile read(Path path) {
        try {
            return parse(path, Files.readAllLines(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static HttpFile parse(Path path, List<String> lines) {
        var starts = new ArrayList<Integer>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(SEPARATOR)) {
                starts.add(i);
            }
        }
        var requests = new ArrayList<Request>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : lines.size();
            requests.add(request(lines, starts.get(i), end));
        }
        return new HttpFile(path, variables(lines.subList(0, starts.get(0))), List.copyOf(requests));
    }

    private static Map<String, String> variables(List<String> preamble) {
        var variables = new LinkedHashMap<String, String>();
        for (var line : preamble) {
            if (line.startsWith("@")) {
                var parts = line.substring(1).split("=", 2);
                variables.put(parts[0].strip(), parts[1].strip());
            }
        }
        return variables;
    }

    private static Request request(List<String> lines, int start, int end) {
        int at = start + 1;
        while (lines.get(at).isBlank() || lines.get(at).startsWith("#")) {
            at++;
        }
        var comments = lines.subList(start + 1, at);
        var requestLine = lines.get(at).split(" ", 2);
        int blank = at;
        while (blank < end && !lines.get(blank).isBlank()) {
            blank++;
        }
        return new Request(
                at + 1,
                lines.get(start).substring(SEPARATOR.length()).strip(),
                comment(comments, "# @name ").stream().findFirst().orElse(""),
                comment(comments, "# expect "),
                requestLine[0],
                requestLine[1].strip(),
                headers(lines.subList(at + 1, blank)),
                trimmed(lines.subList(blank, end)));
    }

    private static List<String> comment(List<String> comments, String prefix) {
        return comments.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .toList();
    }

    private static Map<String, String> headers(List<String> lines) {
        var headers = new LinkedHashMap<String, String>();
        for (var line : lines) {
            var parts = line.split(":", 2);
            headers.put(parts[0].strip(), parts[1].strip());
        }
        return headers;
    }

    private static List<String> trimmed(List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isBlank()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isBlank()) {
            to--;
        }
        return List.copyOf(lines.subList(from, to));
    }
}
