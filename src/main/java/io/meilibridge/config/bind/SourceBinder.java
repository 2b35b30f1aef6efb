package io.meilibridge.config.bind;

import io.meilibridge.config.load.FileAccess;
import io.meilibridge.config.settings.PoolSettings;
import io.meilibridge.config.settings.ReplicationSettings;
import io.meilibridge.config.settings.SocketSettings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.event.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds sources.
final class SourceBinder {

    static final String SINGLE_NAME = "default";

    private final FileAccess files;
    private final View performance;

    SourceBinder(FileAccess files, View performance) {
        this.files = files;
        this.performance = performance;
    }

    List<SourceSettings> bind(View root) {
        List<SourceSettings> sources = new ArrayList<>();
        if (root.isGiven("sources")) {
            if (root.isGiven("source")) {
                root.fault("source", "expected either source or sources, got both");
            }
            for (View view : root.groups("sources")) {
                if (!view.isGiven("name")) {
                    view.fault("name", "expected a name for each of the sources, got nothing");
                }
                sources.add(source(view));
            }
            if (sources.isEmpty()) {
                root.fault("sources", "expected at least one source, got none");
            }
        } else if (root.isGiven("source")) {
            sources.add(source(root.group("source")));
        } else {
            root.fault("source", "expected source or sources, got neither");
        }
        return sources;
    }

    private SourceSettings source(View view) {
        String name = view.find("name", String.class);
        // Read for its fault: there is one type so far.
        view.find("type", Enum.class);
        View database = view.group("postgresql");
        return new SourceSettings(
                name == null ? SINGLE_NAME : name,
                new ConnectionBinder(files).bind(database),
                pool(database.group("pool"), performance),
                replication(database.group("replication")));
    }

    /// @param performance where the size is looked for when the pool has none; null for nowhere
    static PoolSettings pool(View view, @Nullable View performance) {
        Integer maxSize = view.get("max_size", Integer.class);
        if (!view.isGiven("max_size") && performance != null) {
            Integer shared = performance.find("connection_pool_size", Integer.class);
            maxSize = shared == null ? maxSize : shared;
        }
        int minIdle = view.get("min_idle", Integer.class);
        if (minIdle > maxSize) {
            view.fault("min_idle", "expected at most the " + maxSize + " of max_size, got more");
        }
        return new PoolSettings(
                maxSize,
                minIdle,
                view.get("acquire_timeout", Duration.class),
                view.get("idle_timeout", Duration.class),
                view.find("keepalive_interval", Duration.class));
    }

    static SocketSettings sockets(View view) {
        return new SocketSettings(
                view.get("tcp_keepalive", Boolean.class),
                view.get("tcp_nodelay", Boolean.class),
                bufferBytes(view, "send_buffer_size"),
                bufferBytes(view, "receive_buffer_size"));
    }

    private static @Nullable Integer bufferBytes(View view, String name) {
        Long bytes = view.find(name, Long.class);
        if (bytes != null && (bytes < 1024 || bytes > 1 << 30)) {
            view.fault(name, "expected a size from 1KB to 1GB, got " + bytes + " bytes");
            return null;
        }
        return bytes == null ? null : bytes.intValue();
    }

    private static ReplicationSettings replication(View view) {
        Duration senderTimeout = view.get("wal_sender_timeout", Duration.class);
        boolean streaming = view.get("streaming", Boolean.class);
        boolean twoPhase = view.get("two_phase", Boolean.class);
        boolean temporary = view.get("temporary_slot", Boolean.class);
        boolean failover = view.get("failover", Boolean.class);
        boolean standby = view.get("standby", Boolean.class);
        if (temporary && (failover || standby)) {
            view.fault(
                    "temporary_slot",
                    "expected false with failover or standby, which need a slot that lasts,"
                            + " got true");
        }
        Lsn start = view.find("start_lsn", Lsn.class);
        if (temporary) {
            temporarySlot(view, start);
        }
        return new ReplicationSettings(
                view.get("slot_name", String.class),
                view.get("publication", String.class),
                view.get("create_slot", Boolean.class),
                view.get("create_publication", Boolean.class),
                temporary,
                failover,
                standby,
                protocolVersion(view, streaming, twoPhase),
                streaming,
                twoPhase,
                view.get("binary", Boolean.class),
                start == null || !start.isValid() ? null : start,
                senderTimeout,
                statusInterval(view, senderTimeout),
                view.get("heartbeat_interval", Duration.class),
                view.get("messages", Boolean.class));
    }

    private static void temporarySlot(View view, @Nullable Lsn start) {
        view.report()
                .warning(
                        view.path("temporary_slot"),
                        view.origin("temporary_slot"),
                        "changes between two connections are lost until the tables are read anew:"
                                + " each connection begins at a new slot");
        if (!view.get("create_slot", Boolean.class)) {
            view.fault("create_slot", "expected true with temporary_slot, got false");
        }
        if (start != null && start.isValid()) {
            view.fault(
                    "start_lsn",
                    "expected none with temporary_slot, which begins at the present, got " + start);
        }
    }

    private static int protocolVersion(View view, boolean streaming, boolean twoPhase) {
        int version = view.get("proto_version", Integer.class);
        String asks = twoPhase ? "two_phase" : "streaming";
        int needed = twoPhase ? 3 : streaming ? 2 : 1;
        if (version >= needed) {
            return version;
        }
        view.report()
                .notice(
                        view.path(asks),
                        view.origin(asks),
                        "raises proto_version from " + version + " to " + needed);
        return needed;
    }

    /// The smallest of the three names, under a third of the time after which the server gives up.
    private static Duration statusInterval(View view, Duration senderTimeout) {
        Duration smallest = null;
        String name = "standby_message_timeout";
        for (String each : List.of(name, "status_interval", "keepalive_interval")) {
            Duration given = view.isGiven(each) ? view.find(each, Duration.class) : null;
            if (given != null && (smallest == null || given.compareTo(smallest) < 0)) {
                smallest = given;
                name = each;
            }
        }
        if (smallest == null) {
            smallest = view.get("standby_message_timeout", Duration.class);
        }
        Duration most = senderTimeout.dividedBy(3);
        if (senderTimeout.isZero() || smallest.compareTo(most) <= 0) {
            return smallest;
        }
        if (view.isGiven(name)) {
            view.report()
                    .notice(
                            view.path(name),
                            view.origin(name),
                            "is lowered to "
                                    + most.toMillis()
                                    + " ms, a third of wal_sender_timeout");
        }
        return most;
    }
}
