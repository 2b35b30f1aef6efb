package io.meilibridge.camel;

import io.meilibridge.checkpoint.CheckpointStore;
import io.meilibridge.config.settings.CircuitBreakerSettings;
import io.meilibridge.config.settings.Compression;
import io.meilibridge.config.settings.MeilisearchSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.SyncTaskSettings;
import io.meilibridge.config.settings.TransactionMode;
import io.meilibridge.deadletter.DeadLetters;
import io.meilibridge.fault.Failpoints;
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
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/// One pipeline from its building to its end. Built, started and ended by one thread.
final class RunningPipeline implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RunningPipeline.class.getName());

    private static final boolean NO_DRAIN = Failpoints.on("no-drain");

    /// How long the end waits for what is on its way.
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private final Settings settings;
    private final CamelContext camel;
    private final Vertx vertx;
    private final Listeners listeners;
    private final Optional<ReliefStores> reliefStores;
    private final LaneClock laneClock = new LaneClock();
    private final DeadLetterAlerts alerts;
    private final List<SourceAssembly.Assembled> sources = new ArrayList<>();
    private final List<TaskRoute> routes = new ArrayList<>();
    private @Nullable RedisClient redis;
    private @Nullable CheckpointStore store;
    private @Nullable Reliefs reliefs;
    private @Nullable SettleClock settleClock;
    private Bridge bridge = new Bridge(List.of(), null);

    /// @param reliefStores empty where the build has no WAL relief
    RunningPipeline(
            Settings settings,
            CamelContext camel,
            Vertx vertx,
            Listeners listeners,
            Optional<ReliefStores> reliefStores) {
        this.settings = settings;
        this.camel = camel;
        this.vertx = vertx;
        this.listeners = listeners;
        this.reliefStores = reliefStores;
        this.alerts = new DeadLetterAlerts(camel);
    }

    Bridge bridge() {
        return bridge;
    }

    void start() {
        CheckpointStore opened = Stores.open(settings, this::redis);
        store = opened;
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
        new RouteFiles(Path.of("routes")).load(camel, RouteFiles.templates(settings));
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
                        () -> !circuit.isHeld() || relief.reliefs().takesMore());
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
    void drain() {
        if (NO_DRAIN) {
            return;
        }
        try {
            for (SourceAssembly.Assembled source : sources) {
                source.run().drain();
            }
            routes.forEach(TaskRoute::sendNow);
            long limit = System.nanoTime() + DRAIN_LIMIT.toNanos();
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
