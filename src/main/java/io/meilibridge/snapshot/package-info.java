/// The rows of a table as they are, read in chunks and put among the stream's changes so that the
/// end is the same as if each change had come by the stream.
///
/// ```
///  TableSession ─▶ ChunkReader ─▶ RowQueue ─▶ the source's reader: rows that are due and good,
///                                             less what a Window saw change meanwhile
/// ```
///
/// In: table sessions, which transactions the stream has delivered. Out: rows, and how far the
/// reading of a table is, in a form that survives a restart. Nothing enters it yet: the order of a
/// full sync, its jobs and its place beside the reader come next.
@NullMarked
package io.meilibridge.snapshot;

import org.jspecify.annotations.NullMarked;
