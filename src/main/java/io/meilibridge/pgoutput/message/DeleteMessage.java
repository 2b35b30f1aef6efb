package io.meilibridge.pgoutput.message;

import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;

/// A row was deleted. "Delete", protocol 1, PostgreSQL 10.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
/// @param old the whole old row under replica identity FULL, else its replica identity columns
public record DeleteMessage(int xid, Relation relation, OldRow old) implements PgOutputMessage {}
