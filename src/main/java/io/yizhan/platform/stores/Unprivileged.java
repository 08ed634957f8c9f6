package io.yizhan.platform.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a server that refuses to run as root is started when we are root: in a user namespace of its own, where the
 * files stay ours; and where namespaces are forbidden, as most container engines do, as the user {@code nobody},
 * who must then own the server's files.
 */
enum Unprivileged {
    AS_WE_ARE(List.of()),
    IN_NAMESPACE(List.of("unshare", "--user")),
    AS_NOBODY(List.of("setpriv", "--reuid=" + Unprivileged.NOBODY, "--regid=" + Unprivileged.NOBODY, "--clear-groups"));

    private static final String NOBODY = "65534";

    private final List<String> prefix;

    Unprivileged(List<String> prefix) {
        this.prefix = prefix;
    }

    static Unprivileged detect(Path ours) {
        if (!isRoot(ours)) {
            return AS_WE_ARE;
        }
        if (Program.of("unshare", "--user", "true").succeeds()) {
            return IN_NAMESPACE;
        }
        if (Program.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "true")
                .succeeds()) {
            return AS_NOBODY;
        }
        throw new StartRefused("PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
                + " start as another user, or set DATABASE_URL.");
    }

    private static boolean isRoot(Path ours) {
        try {
            return Files.getAttribute(ours, "unix:uid").equals(0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<String> prefix() {
        return prefix;
    }

    /** Makes the folder usable for the server's user. */
    void handOver(Path folder) {
        if (this == AS_NOBODY) {
            Program.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()).run();
        }
    }
}
