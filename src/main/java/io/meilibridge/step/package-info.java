/// The steps between a table's changes and an index: which changes count (filter, soft delete),
/// what they become (transforms, mapping) and by which id. The only room that knows both languages,
/// `event` and `document`; reads values by `pgtype`.
///
/// ```
/// complete → re-read → filter → soft delete → transform → map
///            (rows)   └────── ChangeEvent ─────────────┘   DocumentChange
/// ```
///
/// `rule` holds the rules as data; `condition`, `transform` and `document` compile them against a
/// relation; [io.meilibridge.step.TaskSteps] puts them in order.
@NullMarked
package io.meilibridge.step;

import org.jspecify.annotations.NullMarked;
