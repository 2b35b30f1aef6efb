/// Column bytes as PostgreSQL sends them, in text or binary form, become JSON bytes: one codec for
/// stream and snapshot alike. Pure: no I/O, no state, no look-ups; uses `event` for rows and types
/// and `fault` for what cannot be read or written.
///
/// ```
///  Column.type ──TypeCodecs.of──▶ TypeCodec ──write(row, column)──▶ JsonOutput (UTF-8 JSON)
///                                    ├──text(row, column)──▶ PostgreSQL's own text form
///                                    ├──number(row, column)─▶ exact BigDecimal
///                                    └──micros(row, column)─▶ comparable time
/// ```
///
/// One file per type family: `scalar` holds the types that become one JSON scalar, `time` the
/// calendar types, `nested` those with values inside.
@NullMarked
package io.meilibridge.pgtype;

import org.jspecify.annotations.NullMarked;
