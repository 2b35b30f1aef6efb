package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Relation;
import java.util.List;

/// Tables were emptied by one TRUNCATE. "Truncate", protocol 1, PostgreSQL 11.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
/// @param relations the published tables among those truncated, the ones reached by CASCADE
///   included
/// @param cascade whether CASCADE was given
/// @param restartIdentity whether RESTART IDENTITY was given
public record TruncateMessage(
        int xid, List<Relation> relations, boolean cascade, boolean restartIdentity)
        implements PgOutputMessage {

    public TruncateMessage {
        relations = List.copyOf(relations);
    }
}
