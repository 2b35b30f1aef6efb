package io.meilibridge.camel;

import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.WalRelief;
import io.meilibridge.fault.CheckpointException;
import io.meilibridge.fault.ConfigException;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.meilisearch.Circuit;
import io.meilibridge.relief.ReliefStore;
import io.meilibridge.relief.ReliefSwitch;
import io.meilibridge.relief.TaskRelief;
import io.meilibridge.task.SyncTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// WAL relief of all tasks, if it is on.
final class Reliefs implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Reliefs.class.getName());

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final @Nullable ReliefStore store;
    private final Supplier<Duration> away;
    private final ReliefSwitch allowed = new ReliefSwitch();
    private final Map<String, TaskRelief> tasks = new ConcurrentHashMap<>();

    private Reliefs(@Nullable ReliefStore store, Supplier<Duration> away) {
        this.store = store;
        this.away = away;
    }

    /// None.
    static Reliefs off() {
        return new Reliefs(null, () -> Duration.ZERO);
    }

    /// @param stores empty where the build has none
    /// @throws ConfigException when it is to be on and the build has none
    /// @throws CheckpointException RELIEF_UNSAFE when what is put aside would not be safe
    static Reliefs open(Settings settings, Optional<ReliefStores> stores, Circuit circuit) {
        if (settings.checkpoint().walRelief() != WalRelief.REDIS) {
            return off();
        }
        ReliefStore opened =
                stores.orElseThrow(() ->
                                new ConfigException(
                                        ErrorCode.CONFIG_INVALID,
                                        "checkpoint.wal_relief: expected off in this build, which"
                                                + " has no WAL relief, got redis.",
                                        "Use the build for the JVM, or leave the key out."))
                        .open(settings.redis());
        try {
            opened.requireSafe();
        } catch (CheckpointException fault) {
            if (fault.code() != ErrorCode.RELIEF_UNAVAILABLE) {
                opened.close();
                throw fault;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "it is not known yet whether what WAL relief puts aside is safe: {0}",
                    fault.report());
        }
        return new Reliefs(opened, circuit::away);
    }

    Optional<ReliefStore> store() {
        return Optional.ofNullable(store);
    }

    ReliefSwitch allowed() {
        return allowed;
    }

    void add(SyncTask task, TaskRelief relief) {
        tasks.put(task.id(), relief);
        task.putsAside(relief::entries);
    }

    /// Null where it is off.
    @Nullable TaskRelief of(SyncTask task) {
        return tasks.get(task.id());
    }

    /// Whether what is read while Meilisearch is away can be put aside.
    boolean takesMore() {
        return store != null
                && allowed.isOn()
                && away.get().compareTo(TaskRelief.BEGINS_AFTER) >= 0;
    }

    /// Looks once a second whether something is to be done though no batch comes.
    void start(LaneClock clock, List<TaskRoute> routes) {
        if (store != null) {
            clock.callAfter(LOOK, () -> look(clock, routes));
        }
    }

    private void look(LaneClock clock, List<TaskRoute> routes) {
        try {
            for (TaskRoute route : routes) {
                TaskRelief relief = of(route.task());
                if (relief != null && relief.hasWork()) {
                    route.runBetween(() -> work(route.task(), relief));
                }
            }
        } finally {
            clock.callAfter(LOOK, () -> look(clock, routes));
        }
    }

    private static void work(SyncTask task, TaskRelief relief) {
        try {
            relief.work();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            task.stop(RouteFaults.ofTask(task, bug));
        }
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
