/// What a sync task's configuration says of its documents, as plain immutable data: which rows
/// count, what becomes of their columns, and by which id. Each record refuses, when it is made,
/// what can be seen to be wrong without the table; what needs the table is checked where the rules
/// are compiled against a relation.
@NullMarked
package io.meilibridge.step.rule;

import org.jspecify.annotations.NullMarked;
