package io.yizhan.material;

import java.util.List;

/**
 * What one subject has handed in.
 *
 * @param version grows with every change of it; 0 when nothing was ever handed in
 */
public record Library(int version, List<HeldMaterial> materials) {
    static final Library EMPTY = new Library(0, List.of());
}
