package io.yizhan.catalogue;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is asked for first, and then kept. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> making;
    private volatile @Nullable T made;

    Once(Supplier<T> making) {
        this.making = making;
    }

    /** Makes it now, if nobody has asked yet. */
    void prepare() {
        var unused = get();
    }

    @Override
    public T get() {
        var value = made;
        return value == null ? make() : value;
    }

    private synchronized T make() {
        var value = made;
        if (value == null) {
            value = making.get();
            made = value;
        }
        return value;
    }
}
