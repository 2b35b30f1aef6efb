package io.meilibridge.telemetry.terminal;

import io.meilibridge.camel.PipelineView;
import io.meilibridge.task.FullSyncJob;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Draws the full sync that runs as the last line of the terminal that `run` was started in; does
/// nothing where there is none. Lines of the log go over it and push it down.
@ApplicationScoped
public class ProgressBar {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /// To the line's beginning, and clear it.
    private static final String CLEAR = "\r\u001b[2K";

    private final PipelineView pipeline;
    private volatile @Nullable Thread drawer;
    private volatile boolean closed;

    @Inject
    ProgressBar(PipelineView pipeline) {
        this.pipeline = pipeline;
    }

    void onStart(@Observes StartupEvent event) {
        if (LaunchMode.current() == LaunchMode.NORMAL && isTerminal()) {
            drawer = Thread.ofPlatform().daemon().name("progress-bar").start(this::draw);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // since 25 there is none again without a terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void draw() {
        boolean drawn = false;
        while (!closed) {
            Optional<FullSyncJob> job = running();
            if (job.isPresent() || drawn) {
                show(System.err, job.map(ProgressBar::line).orElse(""));
            }
            drawn = job.isPresent();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (drawn) {
            show(System.err, "");
        }
    }

    /// The log begins its next line where the cursor is: at the beginning.
    private static void show(PrintStream terminal, String line) {
        terminal.print(CLEAR + line + "\r");
        terminal.flush();
    }

    private Optional<FullSyncJob> running() {
        return pipeline.bridge().stream()
                .flatMap(bridge -> bridge.sources().stream())
                .flatMap(source -> source.fullSyncs().jobs().stream())
                .filter(job -> job.isOpen() && job.state() != FullSyncJob.State.WAITING)
                .findFirst();
    }

    private static String line(FullSyncJob job) {
        return ProgressLine.of(job.task(), job.state().word(), job.progress(), job.rowsPerSecond());
    }

    @PreDestroy
    void close() {
        closed = true;
        Thread started = drawer;
        if (started != null) {
            LockSupport.unpark(started);
        }
    }
}
