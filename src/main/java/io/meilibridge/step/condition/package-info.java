/// Conditions of filters and soft delete rules, compiled against a relation and tested on rows in
/// three-valued logic.
@NullMarked
package io.meilibridge.step.condition;

import org.jspecify.annotations.NullMarked;
