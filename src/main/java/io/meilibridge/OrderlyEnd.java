package io.meilibridge;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.QuarkusBindException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Gives the process the application's own exit status also when a signal ended it. The JVM would
/// end with 143 after SIGTERM, however well the application went, and service managers take that
/// for a failure.
final class OrderlyEnd {

    /// Longer than the application waits for anything at its end.
    private static final long LIMIT_SECONDS = 60;

    private final PrintStream err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean signalled;

    /// @param err told of what kept the application from starting: what is broken may be the log
    OrderlyEnd(PrintStream err) {
        this.err = err;
    }

    void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::awaitEnd, "orderly-end"));
    }

    /// Keeps the JVM until the application has ended.
    private void awaitEnd() {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return;
        }
        signalled = true;
        try {
            ended.await(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// The application has ended. Called on the main thread.
    ///
    /// @param failure what kept it from starting
    void exited(int status, @Nullable Throwable failure) {
        if (failure != null) {
            tell(failure);
        }
        if (signalled) {
            // The JVM is on its way out, which no other status can be given to.
            Runtime.getRuntime().halt(status);
        }
        ended.countDown();
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }

    private void tell(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException taken) {
                err.println(
                        "meilibridge: cannot start: "
                                + taken.getMessage()
                                + ". Where the API listens is set with 'api.host' and 'api.port'.");
                return;
            }
        }
        err.println("meilibridge: cannot start");
        failure.printStackTrace(err);
    }
}
