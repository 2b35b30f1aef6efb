package io.meilibridge.config.check;

import io.meilibridge.config.report.Origin;
import io.meilibridge.config.report.Report;
import io.meilibridge.config.settings.CheckpointBackend;
import io.meilibridge.config.settings.ConnectionSettings;
import io.meilibridge.config.settings.Settings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.WalRelief;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Whether the settings fit each other. Findings go to the report.
public final class Checks {

    private final Settings settings;
    private final Function<String, Origin> origins;
    private final Report report;

    /// @param origins where a key was written
    public Checks(Settings settings, Function<String, Origin> origins, Report report) {
        this.settings = settings;
        this.origins = origins;
        this.report = report;
    }

    /// @param nativeImage whether this runs without the parts that only a JVM has
    public void check(boolean nativeImage) {
        sources();
        new TaskChecks(
                        settings.tasks(),
                        index -> origins.apply("sync_tasks[" + index + "]"),
                        report)
                .check(settings.sources());
        if (settings.tasks().isEmpty() && isGiven("sync_tasks")) {
            warning("sync_tasks", "there are no tasks: nothing is synced");
        }
        stores(nativeImage);
        api();
    }

    private void sources() {
        List<SourceSettings> sources = settings.sources();
        for (int i = 0; i < sources.size(); i++) {
            SourceSettings source = sources.get(i);
            String path = isGiven("sources") ? "sources[" + i + "]" : "source";
            boolean shared = settings.checkpoint().backend() == CheckpointBackend.REDIS;
            if (source.replication().standby() && !shared) {
                fault(
                        path + ".postgresql.replication.standby",
                        "expected checkpoint.backend: redis with it, since both instances need"
                                + " the same store, got "
                                + word(settings.checkpoint().backend()));
            }
            if (source.replication().standby()
                    && source.replication().walSenderTimeout().isZero()) {
                fault(
                        path + ".postgresql.replication.wal_sender_timeout",
                        "expected a time with standby, since an instance that hears nothing for half"
                                + " of it stops writing, got 0");
            }
            for (SourceSettings other : sources.subList(0, i)) {
                pair(path, source, other);
            }
        }
    }

    private void pair(String path, SourceSettings source, SourceSettings other) {
        if (source.name().equals(other.name())) {
            fault(path + ".name", "expected a name of its own, got '" + source.name() + "' again");
        }
        ConnectionSettings here = source.connection();
        ConnectionSettings there = other.connection();
        String slot = source.replication().slotName();
        if (here.host().equals(there.host())
                && here.port() == there.port()
                && slot.equals(other.replication().slotName())) {
            fault(
                    path + ".postgresql.replication.slot_name",
                    "expected a slot of its own, since slots belong to the whole server, got '"
                            + slot
                            + "' again");
        }
    }

    private void stores(boolean nativeImage) {
        boolean redis = settings.redis().url() != null;
        if (settings.checkpoint().backend() == CheckpointBackend.REDIS && !redis) {
            fault("checkpoint.backend", "expected redis.url with redis, got none");
        }
        boolean letters =
                settings.errorHandling().deadLetters().storage() == CheckpointBackend.REDIS;
        if (letters && !redis && settings.checkpoint().backend() != CheckpointBackend.REDIS) {
            fault(
                    "error_handling.dead_letter_queue.storage",
                    "expected redis.url with redis, got none");
        }
        if (settings.checkpoint().walRelief() == WalRelief.REDIS) {
            if (!redis) {
                fault("checkpoint.wal_relief", "expected redis.url with redis, got none");
            }
            if (settings.checkpoint().backend() == CheckpointBackend.MEMORY) {
                fault(
                        "checkpoint.wal_relief",
                        "expected checkpoint.backend file or redis with it, since a position that"
                                + " is forgotten leaves what was put aside behind, got memory");
            }
            if (!settings.meilisearch().circuitBreaker().enabled()) {
                fault(
                        "checkpoint.wal_relief",
                        "expected meilisearch.circuit_breaker with it, which says when Meilisearch"
                                + " is away, got enabled: false");
            }
            if (nativeImage) {
                fault(
                        "checkpoint.wal_relief",
                        "expected off in the native build, which has no WAL relief, got redis");
            }
        }
        if (settings.checkpoint().backend() == CheckpointBackend.MEMORY) {
            warning("checkpoint.backend", "memory keeps no positions: each start is a full sync");
        } else if (settings.errorHandling().deadLetters().storage() == CheckpointBackend.MEMORY) {
            warning(
                    "error_handling.dead_letter_queue.storage",
                    "memory forgets dead letters at the end of the process, and the positions that"
                            + " are kept have passed them");
        }
    }

    private void api() {
        boolean open =
                settings.api().enabled()
                        && !settings.api().auth().enabled()
                        && !isLoopback(settings.api().host());
        if (open) {
            warning(
                    "api.host",
                    "everyone who reaches '"
                            + settings.api().host()
                            + "' controls this service; set api.auth.enabled: true or listen on"
                            + " 127.0.0.1");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private boolean isGiven(String key) {
        return !origins.apply(key).equals(Origin.DEFAULT);
    }

    private void fault(String key, String text) {
        report.fault(key, origins.apply(key), text);
    }

    private void warning(String key, String text) {
        report.warning(key, origins.apply(key), text);
    }
}
