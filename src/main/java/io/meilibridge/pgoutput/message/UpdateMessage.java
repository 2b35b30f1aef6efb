package io.meilibridge.pgoutput.message;

import io.meilibridge.event.OldRow;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import org.jspecify.annotations.Nullable;

/// A row was changed. "Update", protocol 1, PostgreSQL 10.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
/// @param old the whole old row under replica identity FULL; its replica identity columns when one
///   of them changed; else null
/// @param row the new row; large values that did not change are not in it
public record UpdateMessage(int xid, Relation relation, @Nullable OldRow old, Row row)
        implements PgOutputMessage {}
