package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Lsn;

/// The transaction came to this server by replication from elsewhere. "Origin", protocol 1,
/// PostgreSQL 10. Stands after [Begin] or [StreamMessage.Start], before any change.
///
/// @param commitLsn the commit's LSN on the server it came from; means nothing on this one
/// @param name of the replication origin
public record OriginMessage(Lsn commitLsn, String name) implements PgOutputMessage {}
