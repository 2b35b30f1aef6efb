package io.meilibridge.config.settings;

import io.meilibridge.event.Lsn;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The slot, the publication and the stream.
///
/// @param standby whether this instance waits for a slot that another one reads, and takes over
/// @param protocolVersion as high as `streaming` and `twoPhase` need it at least
/// @param startLsn where tasks without checkpoint start: changes of commits below it are skipped;
///   null for the position of the slot
/// @param walSenderTimeout set on the session; zero for none
/// @param statusInterval at most a third of the WAL sender timeout
/// @param heartbeatInterval zero for none
/// @param messages whether logical messages are asked for
public record ReplicationSettings(
        String slotName,
        String publication,
        boolean createSlot,
        boolean createPublication,
        boolean temporarySlot,
        boolean failover,
        boolean standby,
        int protocolVersion,
        boolean streaming,
        boolean twoPhase,
        boolean binary,
        @Nullable Lsn startLsn,
        Duration walSenderTimeout,
        Duration statusInterval,
        Duration heartbeatInterval,
        boolean messages) {}
