/// The steps between a table's changes and an index: which changes count (filter, soft delete),
/// what they become (transforms, mapping) and by which id. The rules are plain immutable data
/// ([io.meilibridge.step.TaskRules]); compiled, they are functions from change events to change
/// events and at last to document changes ([io.meilibridge.step.TaskSteps]).
///
/// ```
/// complete → re-read → filter → soft delete → transform → map
///            (rows)   └────── ChangeEvent ─────────────┘   DocumentChange
/// ```
///
/// The only room that knows both languages, `event` and `document`; reads values by `pgtype`.
@NullMarked
package io.meilibridge.step;

import org.jspecify.annotations.NullMarked;
