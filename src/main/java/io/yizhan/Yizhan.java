package io.yizhan;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import io.yizhan.platform.http.ApiDocument;
import io.yizhan.platform.stores.StartRefused;
import io.yizhan.platform.stores.Startup;
import org.jspecify.annotations.Nullable;

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
        if (Startup.isPackaged()) {
            exitWithTheReason();
            ApiDocument.keepAsBuilt();
        }
        Quarkus.run(Welcome.class, arguments);
    }

    /** Not as an argument of {@code run}: whoever passes a handler there has to print every failure, too. */
    private static void exitWithTheReason() {
        var exit = ApplicationLifecycleManager.getDefaultExitCodeHandler();
        ApplicationLifecycleManager.setDefaultExitCodeHandler(
                (code, failure) -> exit.accept(exitCode(code, failure), failure));
    }

    /** Quarkus has printed the sentence already; here the shell, too, learns that a retry does not help. */
    private static int exitCode(int code, @Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException || cause instanceof ConfigValidationException) {
                return StartRefused.EXIT_CODE;
            }
        }
        return code;
    }
}
