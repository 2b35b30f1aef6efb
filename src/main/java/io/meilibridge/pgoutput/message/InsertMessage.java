package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;

/// A row was inserted. "Insert", protocol 1, PostgreSQL 10.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
public record InsertMessage(int xid, Relation relation, Row row) implements PgOutputMessage {}
