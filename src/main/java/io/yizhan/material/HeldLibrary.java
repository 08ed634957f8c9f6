package io.yizhan.material;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A library as it is held in this process: packed, because many are held, and with answers made from it. Whatever ends the
 * library ends the answers with it.
 */
public final class HeldLibrary {
    /** Of one subject at one time: an item or two, and its siblings in one life event. */
    private static final int MOST_RENDERINGS = 4;

    private static final int OBJECT_BYTES = 64;
    private static final Named[] NONE = {};

    private final UUID holder;
    private final int version;
    private final byte[] packed;
    private volatile Named[] renderings = NONE;

    /** An answer made from a library and from what its name says. */
    public interface Rendering {
        /** About how much memory it takes. */
        int bytes();
    }

    private record Named(String name, Rendering rendering) {}

    HeldLibrary(UUID holder, int version, byte[] packed) {
        this.holder = holder;
        this.version = version;
        this.packed = packed;
    }

    public UUID holder() {
        return holder;
    }

    /** Grows with every change of the library; 0 when nothing was ever handed in. */
    public int version() {
        return version;
    }

    /** Unpacked anew each time: a microsecond or two. */
    public Library library() {
        return LibraryFormat.library(holder, packed);
    }

    public @Nullable Rendering rendering(String name) {
        for (var known : renderings) {
            if (known.name.equals(name)) {
                return known.rendering;
            }
        }
        return null;
    }

    /** The newest few are kept, the one that was kept first goes. */
    synchronized void keep(String name, Rendering rendering) {
        var before = renderings;
        var known = 0;
        while (known < before.length && !before[known].name.equals(name)) {
            known++;
        }
        var isKnown = known < before.length;
        var isFull = before.length == MOST_RENDERINGS;
        var dropped = isKnown ? known : isFull ? 0 : -1;
        var after = new Named[dropped < 0 ? before.length + 1 : before.length];
        var next = 0;
        for (int i = 0; i < before.length; i++) {
            if (i != dropped) {
                after[next++] = before[i];
            }
        }
        after[next] = new Named(name, rendering);
        renderings = after;
    }

    byte[] packed() {
        return packed;
    }

    /** About how much memory this takes. */
    int bytes() {
        var bytes = OBJECT_BYTES + packed.length;
        for (var known : renderings) {
            bytes += OBJECT_BYTES + known.name.length() + known.rendering.bytes();
        }
        return bytes;
    }
}
