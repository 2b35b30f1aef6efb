/// PostgreSQL itself: connections, what must hold before a stream is opened, slots and
/// publications, the stream of raw pgoutput messages with its status reports, and re-reading single
/// rows. Every fault of the server leaves this room as a [io.meilibridge.fault.SourceException]
/// that names what to do.
///
/// ```
///  PgConnections ─▶ Preflight ─▶ Slots ─▶ WalStream ─▶ byte[] frames
///        └──────────▶ RowReader, ServerProbe
/// ```
///
/// Uses `event`, `fault` and pgjdbc, which appears in no other room.
@NullMarked
package io.meilibridge.replication;

import org.jspecify.annotations.NullMarked;
