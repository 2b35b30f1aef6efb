package io.meilibridge.meilisearch;

import io.meilibridge.fault.DeliveryException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.PipelineException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Whether requests may be sent to Meilisearch: one for all deliveries. It only ever makes them
/// wait, it drops nothing.
///
/// ```
/// closed ──failures──▶ open ──pause over──▶ half open ──success──▶ closed
///                       ▲──────failure──────────┘
/// ```
///
/// While it is half open one request probes and the others wait. The first pause is a second, and
/// each that follows a failed probe twice the one before up to a limit: so a server that is back is
/// found again at the latest after as long again as it was away. Thread-safe.
public final class Circuit {

    /// What circuits are called where several could be.
    public static final String NAME = "meilisearch";

    private static final boolean NEVER_OPENS = Failpoints.on("circuit-never-opens");

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /// When it opens, and for how long at most.
    ///
    /// @param enabled whether it ever opens
    /// @param errorRate share of failures among the last requests that opens it
    /// @param requestsMin of how many last requests
    /// @param failuresInARow that open it whatever the share
    /// @param pauseMax nothing is sent for so long at a time, but for what the server itself asks
    public record Limits(
            boolean enabled,
            double errorRate,
            int requestsMin,
            int failuresInARow,
            Duration pauseMax) {}

    /// Leave to send one request, whose outcome is to be told.
    ///
    /// @param era between which two changes it was given: what comes later says nothing any more
    record Pass(long era) {}

    private final Limits limits;
    private final CircuitListener listener;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final boolean[] lastFailed;
    private State state = State.CLOSED;
    private long era;
    private long requests;
    private int failures;
    private int inARow;
    private Duration pause = Duration.ZERO;
    private long pauseEnd;
    private long openedAt;
    private String cause = "";

    public Circuit(Limits limits, CircuitListener listener, LongSupplier nanoTime) {
        this.limits = limits;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.lastFailed = new boolean[limits.requestsMin()];
    }

    /// Waits, at most so long, until a request may be sent.
    ///
    /// @return null when none may
    @Nullable Pass await(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (isHeld() && left > 0) {
                long step = state == State.OPEN ? Math.min(left, untilProbe()) : left;
                left -= step - Math.max(0, changed.awaitNanos(step));
            }
            return isHeld() ? null : pass();
        } finally {
            lock.unlock();
        }
    }

    private Pass pass() {
        if (state == State.OPEN) {
            enter(State.HALF_OPEN);
            listener.probing();
        }
        return new Pass(era);
    }

    private long untilProbe() {
        return pauseEnd - nanoTime.getAsLong();
    }

    /// Whether nothing may be sent now. It may once the pause is over, even if nobody probes.
    public boolean isHeld() {
        lock.lock();
        try {
            return switch (state) {
                case CLOSED -> false;
                case HALF_OPEN -> true;
                case OPEN -> untilProbe() > 0;
            };
        } finally {
            lock.unlock();
        }
    }

    /// How long the server has been away: since it opened; zero while it is closed.
    public Duration away() {
        lock.lock();
        try {
            return state == State.CLOSED
                    ? Duration.ZERO
                    : Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - openedAt));
        } finally {
            lock.unlock();
        }
    }

    /// Whether failed requests wait for the circuit rather than by themselves.
    boolean isClosed() {
        lock.lock();
        try {
            return state == State.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    /// The server has answered, and not that it cannot just now.
    void succeeded(Pass pass) {
        lock.lock();
        try {
            if (pass.era() != era) {
                return;
            }
            if (state == State.HALF_OPEN) {
                enter(State.CLOSED);
                listener.closed(Duration.ofNanos(nanoTime.getAsLong() - openedAt));
            } else {
                note(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /// No answer, or one that says that the server cannot just now.
    ///
    /// @param retryAfter what the server asks for; zero for nothing
    void failed(Pass pass, PipelineException fault, Duration retryAfter) {
        lock.lock();
        try {
            if (pass.era() != era || !limits.enabled() || NEVER_OPENS) {
                return;
            }
            if (state == State.HALF_OPEN) {
                open(doubled(), fault, retryAfter);
                listener.stillOpen(fault, pause);
            } else {
                note(true);
                if (isTooMuch()) {
                    openedAt = nanoTime.getAsLong();
                    open(least(FIRST_PAUSE, limits.pauseMax()), fault, retryAfter);
                    listener.opened(fault(), pause);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// The request was not sent after all: another one may probe.
    void unused(Pass pass) {
        lock.lock();
        try {
            if (pass.era() == era && state == State.HALF_OPEN) {
                enter(State.OPEN);
            }
        } finally {
            lock.unlock();
        }
    }

    private void note(boolean failed) {
        int at = (int) (requests++ % lastFailed.length);
        failures += (failed ? 1 : 0) - (lastFailed[at] ? 1 : 0);
        lastFailed[at] = failed;
        inARow = failed ? inARow + 1 : 0;
    }

    private boolean isTooMuch() {
        boolean known = requests >= lastFailed.length;
        return inARow >= limits.failuresInARow()
                || (known && failures >= limits.errorRate() * lastFailed.length);
    }

    private Duration doubled() {
        return least(pause.multipliedBy(2), limits.pauseMax());
    }

    private void open(Duration wanted, PipelineException fault, Duration retryAfter) {
        pause = wanted.compareTo(retryAfter) < 0 ? retryAfter : wanted;
        pauseEnd = nanoTime.getAsLong() + pause.toNanos();
        cause = String.valueOf(fault.getMessage());
        enter(State.OPEN);
    }

    private void enter(State next) {
        state = next;
        era++;
        requests = 0;
        failures = 0;
        inARow = 0;
        Arrays.fill(lastFailed, false);
        changed.signalAll();
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Why a request is not sent now.
    DeliveryException fault() {
        lock.lock();
        try {
            return new DeliveryException(
                    ErrorCode.CIRCUIT_OPEN,
                    String.format(
                            Locale.ROOT,
                            "Nothing is sent to Meilisearch for %.1f s, since requests keep"
                                    + " failing: %s",
                            pause.toMillis() / 1000.0,
                            cause),
                    "One request probes after that; what waits is sent once one is answered. See"
                            + " 'meilisearch.circuit_breaker'.");
        } finally {
            lock.unlock();
        }
    }

    /// How long nothing is sent yet.
    Duration left() {
        lock.lock();
        try {
            return state == State.OPEN
                    ? Duration.ofNanos(Math.max(0, untilProbe()))
                    : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    /// The same way to the server for questions that are no delivery's: they do not wait, they fail
    /// while nothing may be sent.
    Function<Request, Answer> refusing(Function<Request, Answer> http) {
        return request -> {
            if (isHeld()) {
                throw fault();
            }
            return http.apply(request);
        };
    }
}
