/// Raw pgoutput messages become typed ones. In: one message of the replication stream at a time, as
/// bytes. Out: a [io.meilibridge.pgoutput.message.PgOutputMessage] whose rows are views over those
/// bytes.
///
/// Pure: no input or output, no clock, no look-ups in the database. What a row's columns are is
/// known from the Relation and Type messages before it, and from nothing else.
///
/// ```
///   frame ─▶ PgOutputDecoder ─┬─ TransactionReader   B C O M, S E c A, b P K r p
///                             ├─ SchemaReader        R Y  ─▶ remembered relations and types
///                             └─ TupleReader         the rows of I U D
///                all of them read through one ByteReader
/// ```
///
/// The formats are those of the PostgreSQL documentation, chapter "Logical Replication Message
/// Formats", protocol versions 1 to 4.
@NullMarked
package io.meilibridge.pgoutput;

import org.jspecify.annotations.NullMarked;
