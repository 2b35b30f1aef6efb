package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.config.ReadConfiguration;
import io.meilibridge.config.load.RunTimeTasks;
import io.meilibridge.config.settings.CircuitBreakerSettings;
import io.meilibridge.config.settings.Compression;
import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.config.settings.TransactionMode;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.Failpoints;
import io.meilibridge.fault.SourceException;
import io.meilibridge.meilisearch.Circuit;
import io.meilibridge.meilisearch.MeilisearchServer;
import io.meilibridge.meilisearch.SettleWatch;
import io.meilibridge.task.Bridge;
import io.meilibridge.task.Pauses;
import io.meilibridge.task.SourceRun;
import io.meilibridge.task.SyncTask;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/// One pipeline from its building to its end. Used by one thread at a time, but for what it shows.
final class RunningPipeline implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RunningPipeline.class.getName());

    private static final boolean NO_DRAIN = Failpoints.on("no-drain");
    private static final boolean IGNORES_OTHER_TASKS = Failpoints.on("ignore-other-tasks");

    private final ReadConfiguration configuration;
    private final @Nullable TaskChange change;
    private final Consumer<RunningPipeline> onOtherTasks;
    private final CamelContext camel;
    private final Vertx vertx;
    private final Listeners listeners;
    private final Optional<ReliefStores> reliefStores;
    private final LaneClock laneClock = new LaneClock();
    private final DeadLetterAlerts alerts;
    private final List<SourceAssembly.Assembled> sources = new ArrayList<>();
    private final List<TaskRoute> routes = new ArrayList<>();
    private final Map<String, RunTimeTasks> runTimeTasks = new HashMap<>();
    private final RouteFiles routeFiles = new RouteFiles(Path.of("routes"));
    private List<String> routeTexts = List.of();
    private Settings settings;
    private @Nullable RedisClient redis;
    private @Nullable CheckpointStore store;
    private @Nullable Reliefs reliefs;
    private @Nullable SettleClock settleClock;
    private Bridge bridge = new Bridge(List.of(), null);

    /// @param change written to the store before anything is built of it; null for none
    /// @param onOtherTasks told when the store has other run-time definitions than this was built
    ///   with
    /// @param reliefStores empty where the build has no WAL relief
    RunningPipeline(
            ReadConfiguration configuration,
            @Nullable TaskChange change,
            Consumer<RunningPipeline> onOtherTasks,
            CamelContext camel,
            Vertx vertx,
            Listeners listeners,
            Optional<ReliefStores> reliefStores) {
        this.configuration = configuration;
        this.change = change;
        this.onOtherTasks = onOtherTasks;
        this.settings = configuration.with(RunTimeTasks.NONE);
        this.camel = camel;
        this.vertx = vertx;
        this.listeners = listeners;
        this.reliefStores = reliefStores;
        this.alerts = new DeadLetterAlerts(camel);
    }

    Bridge bridge() {
        return bridge;
    }

    /// What it runs with, run-time definitions included.
    Settings settings() {
        return settings;
    }

    /// Whether the files that its routes are of have changed since.
    boolean hasOtherRoutes() {
        return !routeFiles.texts().equals(routeTexts);
    }

    /// What was said of the tasks of each source while the service ran.
    Map<String, RunTimeTasks> runTimeTasks() {
        return Map.copyOf(runTimeTasks);
    }

    /// Keeps what is said of a source's tasks from now on. This pipeline goes on as it was built.
    ///
    /// @throws io.meilibridge.fault.CheckpointException when the store cannot be used, or another
    ///   instance has the source
    void keep(String source, RunTimeTasks tasks) {
        for (SourceAssembly.Assembled each : sources) {
            if (each.run().plan().name().equals(source)) {
                KeptTasks.keep(each.store(), source, tasks);
            }
        }
    }

    void start() {
        CheckpointStore opened = Stores.open(settings, this::redis);
        store = opened;
        if (change != null) {
            change.writeTo(opened);
        }
        readRunTimeTasks(opened);
        settings =
                configuration.with(
                        runTimeTasks.values().stream()
                                .reduce(RunTimeTasks.NONE, RunTimeTasks::and));
        DeadLetters letters = Stores.deadLetters(settings, this::redis, alerts::tell);
        SettlePolls polls = new SettlePolls(camel);
        SettleWatch watch = new SettleWatch(polls::wake);
        Circuit circuit = circuit();
        Reliefs relief = Reliefs.open(settings, reliefStores, circuit);
        reliefs = relief;
        MeilisearchQuestions questions = new MeilisearchQuestions(camel, http());
        Destinations destinations =
                new Destinations(
                        settings.meilisearch(),
                        new MeilisearchServer(
                                watch, circuit, listeners.destinationTasks(), questions));
        Map<String, SourceRun> runs = new HashMap<>();
        BatchMarks marks =
                new BatchMarks(
                        source -> Objects.requireNonNull(runs.get(source)).plan().slot(),
                        source -> Objects.requireNonNull(runs.get(source)).epoch());
        ReliefAssembly.Parts parts =
                new ReliefAssembly.Parts(
                        relief,
                        marks,
                        RouteBeans.confirmation(settings.meilisearch()),
                        questions,
                        settings.redis().keyPrefix());
        List<SourceRun> ordered = new ArrayList<>();
        for (SourceSettings source : settings.sources()) {
            SourceAssembly.Assembled assembled =
                    assemble(source, opened, letters, destinations, circuit, parts);
            sources.add(assembled);
            runs.put(source.name(), assembled.run());
            ordered.add(assembled.run());
        }
        bridge = new Bridge(ordered, letters);
        SettleClock clock = new SettleClock(watch, circuit, polls);
        settleClock = clock;
        polls.wakeBy(clock);
        camel.addComponent(SlotComponent.SCHEME, new SlotComponent(runs));
        new RouteBeans(camel, settings.meilisearch(), listeners::chunk)
                .bind(
                        runs,
                        watch,
                        http(),
                        new RouteBeans.Outgoing(marks, relief, listeners.requests()),
                        listeners::settleFailed);
        routeTexts = routeFiles.texts();
        routeFiles.load(camel, RouteFiles.templates(settings));
        clock.start();
        sources.forEach(source -> source.lateCopies().start());
        for (SyncTask task : bridge.tasks()) {
            TaskRoute route = new TaskRoute(task, laneClock, keepsTransactions(task));
            routes.add(route);
            route.add(camel);
        }
        listeners.starting(bridge);
        for (SourceRun run : ordered) {
            IngestRoute.add(camel, run);
        }
        sources.forEach(source -> source.fullSyncs().start());
        relief.start(laneClock, List.copyOf(routes));
    }

    /// A store that cannot be read now is read again when a slot is got.
    private void readRunTimeTasks(CheckpointStore opened) {
        for (SourceSettings source : settings.sources()) {
            RunTimeTasks kept = RunTimeTasks.NONE;
            try {
                kept = KeptTasks.of(opened, source.name());
            } catch (CheckpointException fault) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "it is not known yet whether tasks of source ''{0}'' were defined at run"
                                + " time: {1}",
                        source.name(),
                        fault.report());
            }
            runTimeTasks.put(source.name(), kept);
        }
    }

    /// Whoever had the slot before may have defined other tasks meanwhile.
    ///
    /// @throws SourceException TASKS_CHANGED when that is so
    private void requireSameTasks(CheckpointStore opened, String source) {
        if (IGNORES_OTHER_TASKS || KeptTasks.of(opened, source).equals(runTimeTasks.get(source))) {
            return;
        }
        SourceException fault =
                new SourceException(
                        ErrorCode.TASKS_CHANGED,
                        "The sync tasks of source '"
                                + source
                                + "' were defined anew since this instance read them.",
                        "The pipeline is built again with them.");
        LOG.log(System.Logger.Level.INFO, fault.report());
        onOtherTasks.accept(this);
        throw fault;
    }

    private boolean keepsTransactions(SyncTask task) {
        return settings.tasks().stream()
                .anyMatch(configured ->
                        configured.id().equals(task.id())
                                && configured.cdc().transactionMode() == TransactionMode.BATCH);
    }

    private Redis redis() {
        RedisClient present = redis == null ? RedisClient.open(vertx, settings.redis()) : redis;
        redis = present;
        return present.redis();
    }

    private SourceAssembly.Assembled assemble(
            SourceSettings source,
            CheckpointStore opened,
            @Nullable DeadLetters letters,
            Destinations destinations,
            Circuit circuit,
            ReliefAssembly.Parts relief) {
        SourceAssembly assembly =
                new SourceAssembly(
                        settings,
                        source,
                        opened,
                        relief,
                        listeners,
                        () -> !circuit.isHeld() || relief.reliefs().takesMore(),
                        () -> requireSameTasks(opened, source.name()));
        TaskAssembly taskAssembly =
                new TaskAssembly(settings, letters, new Pauses(opened), listeners.tasks());
        List<SyncTask> tasks = new ArrayList<>();
        for (SyncTaskSettings task : settings.tasks()) {
            if (task.enabled() && task.cdc().enabled() && task.source().equals(source.name())) {
                tasks.add(taskAssembly.assemble(task, destinations.of(task), assembly.rows()));
            }
        }
        return assembly.assemble(tasks);
    }

    private Circuit circuit() {
        CircuitBreakerSettings breaker = settings.meilisearch().circuitBreaker();
        return new Circuit(
                new Circuit.Limits(
                        breaker.enabled(),
                        breaker.errorRate(),
                        breaker.minRequestCount(),
                        breaker.consecutiveFailures(),
                        breaker.timeout()),
                listeners.circuit(),
                System::nanoTime);
    }

    private MeilisearchExchange http() {
        MeilisearchSettings meilisearch = settings.meilisearch();
        return new MeilisearchExchange(
                meilisearch.compression() == Compression.GZIP
                        ? RequestEncoding.GZIP
                        : RequestEncoding.PLAIN);
    }

    /// Lets what was read come to its end, within the limit.
    void drain(Duration time) {
        if (NO_DRAIN) {
            return;
        }
        try {
            for (SourceAssembly.Assembled source : sources) {
                source.run().drain();
            }
            routes.forEach(TaskRoute::sendNow);
            long limit = System.nanoTime() + time.toNanos();
            for (SourceAssembly.Assembled source : sources) {
                awaitSettled(source, limit);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitSettled(SourceAssembly.Assembled source, long limit)
            throws InterruptedException {
        var ledger = source.opening().ledger();
        if (ledger == null) {
            return;
        }
        Duration left = Duration.ofNanos(Math.max(0, limit - System.nanoTime()));
        if (!ledger.inFlight().awaitSettled(left)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} changes of source ''{1}'' are not settled yet; they come again at the next"
                            + " start",
                    ledger.inFlight().events(),
                    source.run().plan().name());
        }
    }

    /// Ends everything, in the order of the way: the last checkpoints are stored before the last
    /// word to each server, and nothing is sent after it.
    @Override
    public void close() {
        for (SourceAssembly.Assembled source : sources) {
            source.fullSyncs().close();
            source.lateCopies().close();
            source.opening().close();
            source.run().close();
            source.rows().close();
        }
        routes.forEach(TaskRoute::close);
        if (settleClock != null) {
            settleClock.close();
        }
        laneClock.close();
        if (reliefs != null) {
            reliefs.close();
        }
        alerts.close();
        if (store != null) {
            store.close();
        }
        if (redis != null) {
            redis.close();
        }
    }
}
