package io.yizhan.platform.check;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Something that must hold whenever nothing is under way. */
public interface CheckRule {
    /** A sentence that is true when there are no findings. */
    String name();

    /** What breaks it; at most {@link SqlRule#MOST} of them. */
    Uni<List<Finding>> check();
}
