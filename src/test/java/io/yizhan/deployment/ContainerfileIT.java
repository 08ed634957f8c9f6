package io.yizhan.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** After packaging: what the image copies is really there, but for what bench/archive adds. */
class ContainerfileIT {
    @Test
    void findsItsInputsInThePackagedApplication() {
        assertThat(Containerfile.read().inputs())
                .filteredOn(input -> !input.endsWith("classes.lst"))
                .hasSize(4)
                .allSatisfy(input -> assertThat(input).exists());
    }
}
