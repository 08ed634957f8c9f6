package io.yizhan;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.yizhan.platform.stores.StartRefused;
import io.yizhan.platform.stores.Startup;

/** Brings up what the application stands on, then the application. */
@QuarkusMain
public final class Yizhan {
    private Yizhan() {}

    public static void main(String... arguments) {
        try {
            Startup.prepare();
        } catch (StartRefused reason) {
            System.err.println(reason.getMessage());
            System.exit(StartRefused.EXIT_CODE);
        }
        Quarkus.run(Welcome.class, arguments);
    }
}
