package io.meilibridge.meilisearch;

import io.meilibridge.fault.PipelineException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// When a delivery may make its next request: after its back-off, when the circuit lets it pass and
/// its sync task may send. Every wait ends when the delivery no longer sends. Used by one thread.
final class Leave {

    /// How long a wait lasts before it looks whether the delivery still sends.
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final long LOOK_FOR_TASK_MILLIS = 20;

    private final Circuit circuit;
    private final Sender sender;
    private final BooleanSupplier isSending;
    private Circuit.@Nullable Pass pass;
    private int failures;
    private Duration backoff = Duration.ZERO;

    Leave(Circuit circuit, Sender sender, BooleanSupplier isSending) {
        this.circuit = circuit;
        this.sender = sender;
        this.isSending = isSending;
    }

    /// @return false when the delivery no longer sends
    boolean awaitBackoff() throws InterruptedException {
        long left = backoff.toMillis();
        while (left > 0 && isSending.getAsBoolean()) {
            long step = Math.min(left, LOOK.toMillis());
            TimeUnit.MILLISECONDS.sleep(step);
            left -= step;
        }
        return isSending.getAsBoolean();
    }

    /// The last wait before a request is made; how it goes is then to be told.
    ///
    /// @return false when the delivery no longer sends
    boolean awaitPass() throws InterruptedException {
        boolean told = failures > 0;
        while (awaitTask()) {
            Circuit.Pass given = circuit.await(LOOK);
            if (given != null && sender.maySend()) {
                pass = given;
                return true;
            }
            if (given != null) {
                circuit.unused(given);
            } else if (!told) {
                told = true;
                sender.retrying(circuit.fault(), circuit.left());
            }
        }
        return false;
    }

    private boolean awaitTask() throws InterruptedException {
        while (isSending.getAsBoolean()) {
            if (sender.maySend()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_FOR_TASK_MILLIS);
        }
        return false;
    }

    /// The server has answered, and not that it cannot just now.
    void answered() {
        circuit.succeeded(takePass());
    }

    /// No answer, or that it cannot just now.
    void outage(PipelineException fault, Duration retryAfter) {
        circuit.failed(takePass(), fault, retryAfter);
    }

    private Circuit.Pass takePass() {
        Circuit.Pass given = pass;
        if (given == null) {
            throw new IllegalStateException("No request may be under way.");
        }
        pass = null;
        return given;
    }

    /// The request did what it was to do.
    void succeeded() {
        failures = 0;
        backoff = Duration.ZERO;
        sender.recovered();
    }

    /// It did not, in a way that passes: the next one waits.
    void failed(PipelineException fault, Duration retryAfter) {
        failures++;
        Duration wait = sender.backoff(failures);
        if (circuit.isClosed()) {
            backoff = wait.compareTo(retryAfter) < 0 ? retryAfter : wait;
            sender.retrying(fault, backoff);
        } else {
            // The circuit decides when it is tried again.
            backoff = Duration.ZERO;
            sender.retrying(fault, circuit.left());
        }
    }

    /// Nothing more is sent.
    void end() {
        if (pass != null) {
            circuit.unused(takePass());
        }
    }
}
