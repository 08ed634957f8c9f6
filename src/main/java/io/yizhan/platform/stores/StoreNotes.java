package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What must be the same at the next start: the ports and passwords of the embedded servers, in {@code
 * stores.properties}, readable for the owner only. Loopback is no protection from the other users of a machine.
 */
final class StoreNotes {
    private static final int PASSWORD_BYTES = 24;

    private final Path file;
    private final Properties notes = new Properties();

    private StoreNotes(Path file) {
        this.file = file;
    }

    static StoreNotes in(Path folder) {
        var notes = new StoreNotes(folder.resolve("stores.properties"));
        try {
            if (Files.exists(notes.file)) {
                notes.notes.load(new StringReader(Files.readString(notes.file)));
            }
            return notes;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + notes.file, unreadable);
        }
    }

    String password(String server) {
        return noted(server + ".password", StoreNotes::randomPassword);
    }

    /** The port of the last start, or a free one where there was none. */
    int port(String server) {
        return Integer.parseInt(noted(server + ".port", StoreNotes::freePort));
    }

    /** The port of the last start if nobody else listens there now, else another one. */
    int freePort(String server) {
        var port = port(server);
        if (isFree(port)) {
            return port;
        }
        note(server + ".port", freePort());
        return port(server);
    }

    private String noted(String name, Supplier<String> first) {
        if (notes.getProperty(name) == null) {
            note(name, first.get());
        }
        return notes.getProperty(name);
    }

    private void note(String name, String value) {
        notes.setProperty(name, value);
        var lines = new StringBuilder();
        new TreeMap<>(notes)
                .forEach((key, noted) ->
                        lines.append(key).append('=').append(noted).append('\n'));
        Folders.writePrivate(file, lines.toString());
    }

    private static String randomPassword() {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException none) {
            throw new UncheckedIOException("no free port", none);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
