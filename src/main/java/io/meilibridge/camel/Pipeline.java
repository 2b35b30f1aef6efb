package io.meilibridge.camel;

import io.meilibridge.config.ReadConfiguration;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import io.meilibridge.task.Bridge;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/// The pipeline of this process: built from the configuration when the application starts, built
/// again when that or the tasks change, drained when the application stops. Where configuration or
/// routes are at fault it does not run, and says why, while the API stays up.
@ApplicationScoped
public class Pipeline implements PipelineView, RunningSettings {

    private static final System.Logger LOG = System.getLogger(Pipeline.class.getName());

    /// How long the end waits for what is on its way.
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    /// The same where another pipeline takes its place at once, to which it comes again.
    private static final Duration RENEWAL_LIMIT = Duration.ofSeconds(5);

    private final CamelContext camel;
    private final Vertx vertx;
    private final Listeners listeners;
    private final Instance<ReliefStores> reliefStores;

    private volatile @Nullable RunningPipeline running;
    private volatile boolean readyDuringFirstSync;
    private volatile @Nullable ReadConfiguration configuration;
    private volatile @Nullable Settings settings;
    private volatile @Nullable PipelineException fault;

    // Guarded by this.
    private boolean stopped;

    /// @param reliefStores none where the build has no WAL relief
    public Pipeline(
            CamelContext camel,
            Vertx vertx,
            Listeners listeners,
            @Any Instance<ReliefStores> reliefStores) {
        this.camel = camel;
        this.vertx = vertx;
        this.listeners = listeners;
        this.reliefStores = reliefStores;
    }

    @Override
    public Optional<Bridge> bridge() {
        RunningPipeline present = running;
        return present == null ? Optional.empty() : Optional.of(present.bridge());
    }

    @Override
    public boolean isReadyDuringFirstSync() {
        return readyDuringFirstSync;
    }

    @Override
    public Optional<PipelineException> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public Optional<Settings> settings() {
        return Optional.ofNullable(settings);
    }

    @Override
    public Map<String, RunTimeTasks> runTimeTasks() {
        RunningPipeline present = running;
        return present == null ? storedTasks() : present.runTimeTasks();
    }

    /// Waits for a pipeline that is being built.
    private synchronized Map<String, RunTimeTasks> storedTasks() {
        RunningPipeline present = running;
        Settings configured = settings;
        if (present != null) {
            return present.runTimeTasks();
        }
        Map<String, RunTimeTasks> kept = new HashMap<>();
        if (configured != null) {
            try (ConfiguredStore store = new ConfiguredStore(configured)) {
                configured
                        .sources()
                        .forEach(source ->
                                kept.put(
                                        source.name(), KeptTasks.of(store.store(), source.name())));
            }
        }
        return kept;
    }

    @Override
    public boolean hasOtherRoutes() {
        RunningPipeline present = running;
        return present != null && present.hasOtherRoutes();
    }

    @Override
    public Settings with(RunTimeTasks tasks) {
        return required().with(tasks);
    }

    private ReadConfiguration required() {
        ReadConfiguration present = configuration;
        if (present == null) {
            throw new IllegalStateException("No usable configuration was read.");
        }
        return present;
    }

    @Override
    public synchronized void adopt(Settings next) {
        Settings present = settings;
        if (present == null) {
            return;
        }
        if (!present.debug().cdc().equals(next.debug().cdc())) {
            listeners.configured(next);
        }
        readyDuringFirstSync = next.health().readyDuringSnapshot();
        settings = present.withSurroundings(next);
    }

    /// Builds and starts everything. A fault is kept for [#fault()] and not thrown.
    ///
    /// @param read usable
    public synchronized void start(ReadConfiguration read) {
        Settings configured = read.with(RunTimeTasks.NONE);
        listeners.configured(configured);
        readyDuringFirstSync = configured.health().readyDuringSnapshot();
        configuration = read;
        settings = configured;
        try {
            build(read, null);
        } catch (PipelineException atFault) {
            refuse(atFault);
        }
    }

    private void build(ReadConfiguration read, @Nullable TaskChange change) {
        RunningPipeline building =
                new RunningPipeline(
                        read,
                        change,
                        this::renewSoon,
                        camel,
                        vertx.getDelegate(),
                        listeners,
                        reliefStores.stream().findFirst());
        try {
            building.start();
            running = building;
            fault = null;
        } catch (PipelineException atFault) {
            end(building);
            throw atFault;
        } catch (RuntimeException bug) {
            end(building);
            throw new ConfigException(
                    ErrorCode.CONFIG_INVALID,
                    "The pipeline cannot start.",
                    "See the cause in the log.",
                    bug);
        }
    }

    private void end(RunningPipeline ending) {
        try {
            ending.close();
        } finally {
            RouteRemoval.run(camel);
        }
    }

    @Override
    public synchronized void renew(ReadConfiguration next) {
        ReadConfiguration before = required();
        Settings present = settings;
        replace(next, null, () -> build(before, null));
        configuration = next;
        Settings configured = next.with(RunTimeTasks.NONE);
        settings = present == null ? configured : present.withPipeline(configured);
    }

    @Override
    public synchronized void define(String source, RunTimeTasks tasks, Set<String> gone) {
        ReadConfiguration read = required();
        RunTimeTasks before = runTimeTasks().getOrDefault(source, RunTimeTasks.NONE);
        RunningPipeline present = running;
        if (present != null) {
            present.keep(source, tasks);
        }
        replace(
                read,
                new TaskChange(source, tasks, gone),
                () -> build(read, new TaskChange(source, before, Set.of())));
    }

    /// @param back builds what there was
    private void replace(ReadConfiguration next, @Nullable TaskChange change, Runnable back) {
        if (stopped) {
            return;
        }
        RunningPipeline present = running;
        running = null;
        if (present != null) {
            endForAnother(present);
        }
        try {
            build(next, change);
        } catch (PipelineException atFault) {
            try {
                back.run();
            } catch (PipelineException again) {
                refuse(again);
            }
            throw atFault;
        }
    }

    /// Whatever goes wrong with it: then the next one says what it lacks, where nothing would run
    /// and nothing be said else.
    private void endForAnother(RunningPipeline present) {
        try {
            present.drain(RENEWAL_LIMIT);
            end(present);
        } catch (RuntimeException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the pipeline that is to be built again did not end in order",
                    failure);
        }
    }

    /// The pipeline has found other run-time definitions than its own. Not on the caller's thread,
    /// which belongs to what is to end.
    private void renewSoon(RunningPipeline outdated) {
        Thread.ofPlatform().daemon().name("pipeline-renewal").start(() -> renew(outdated));
    }

    private synchronized void renew(RunningPipeline outdated) {
        if (running != outdated) {
            return;
        }
        try {
            replace(required(), null, () -> build(required(), null));
        } catch (PipelineException atFault) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the pipeline cannot be built again: {0}",
                    atFault.report());
        }
    }

    /// The pipeline is not to run, for this reason.
    public void refuse(PipelineException atFault) {
        fault = atFault;
        listeners.faulty(atFault);
    }

    /// Stops reading, sends what has gathered, waits for what is on its way as long as it may,
    /// stores the checkpoints and confirms them.
    public synchronized void stop() {
        stopped = true;
        RunningPipeline present = running;
        if (present != null) {
            present.drain(DRAIN_LIMIT);
            present.close();
            listeners.ended();
        }
    }
}
