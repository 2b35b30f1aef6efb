package io.meilibridge.pgoutput.message;

import io.meilibridge.event.ColumnType;

/// The name of a type that is not built in. "Type", protocol 1, PostgreSQL 10. Sent before each
/// [RelationMessage] that has a column of the type. A domain's OID comes with the schema and name
/// of its base type, the schema empty where that is a built-in one.
///
/// @param xid the transaction when streamed, else [PgOutputMessage#NO_XID]
public record TypeMessage(int xid, ColumnType type) implements PgOutputMessage {}
