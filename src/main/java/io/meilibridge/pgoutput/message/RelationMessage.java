package io.meilibridge.pgoutput.message;

import io.meilibridge.event.Relation;

/// A table's columns, as the changes that follow have them, until it is announced again.
/// "Relation", protocol 1, PostgreSQL 10. Sent before the table's first change in a stream and
/// before the first one after its definition changed.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
public record RelationMessage(int xid, Relation relation) implements PgOutputMessage {}
