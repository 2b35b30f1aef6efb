package io.meilibridge.step.transform;

import io.meilibridge.event.ColumnType;
import io.meilibridge.pgtype.TypeCodec;

/// A column between two transforms.
///
/// @param place of its cell
/// @param sent whether the document may carry it: false for a column of the table that `columns`
///   and `exclude_columns` leave out, in whatever form
record Slot(String name, int place, ColumnType type, TypeCodec codec, boolean sent) {}
