package io.yizhan.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** What a kernel does to a process. */
enum Signal {
    STOP,
    CONT,
    KILL;

    void send(long process) {
        try {
            var kill = new ProcessBuilder("kill", "-" + this, Long.toString(process)).start();
            assertThat(kill.waitFor()).as("kill -%s %d", this, process).isZero();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }
}
