package io.yizhan.platform.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a running PostgreSQL writes into its data directory.
 *
 * @see <a href="https://www.postgresql.org/docs/18/storage-file-layout.html">postmaster.pid</a>
 */
record PostmasterFile(long pid, int port, String status) {
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Empty when no server runs there, or one that has not yet written everything. */
    static Optional<PostmasterFile> of(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            var isComplete = lines.size() > STATUS_LINE;
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    isComplete ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0,
                    isComplete ? lines.get(STATUS_LINE).strip() : "starting"));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    boolean isReady() {
        return status.equals("ready");
    }
}
