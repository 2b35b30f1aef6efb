package io.meilibridge.replication;

import io.meilibridge.event.Lsn;
import java.time.Instant;

/// The server's sign of life: PostgreSQL docs, Streaming Replication Protocol, Primary keepalive
/// message.
///
/// @param walEnd how far the server has decoded: every transaction that it sends and whose commit
///   ends at or before this was sent before this message
/// @param serverTime the server's clock
/// @param replyRequested whether the server wanted a status report at once; it has had it
public record Keepalive(Lsn walEnd, Instant serverTime, boolean replyRequested) {}
