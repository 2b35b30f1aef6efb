package io.meilibridge.task;

import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.StreamOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// What a source is to be read with.
///
/// @param statusInterval between two status updates, at most
/// @param heartbeat time between two writes of our own to the WAL; zero for none
/// @param bytesMax unsettled bytes at which reading waits
/// @param eventsMax unsettled changes at which reading waits; 0: bytes alone decide
/// @param takesMore whether what is read can be sent on just now; reading waits while it cannot
/// @param spool the folder where transactions in progress are kept
public record SourcePlan(
        String name,
        PgConnections connections,
        StreamOptions stream,
        boolean createSlot,
        boolean createPublication,
        boolean temporarySlot,
        boolean failover,
        Duration statusInterval,
        Duration heartbeat,
        long bytesMax,
        long eventsMax,
        BooleanSupplier takesMore,
        Path spool) {

    public String slot() {
        return stream.slot();
    }
}
