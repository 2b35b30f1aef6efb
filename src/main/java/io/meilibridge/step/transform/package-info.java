/// Transforms, compiled against a relation: a row of it becomes a row of a derived relation.
@NullMarked
package io.meilibridge.step.transform;

import org.jspecify.annotations.NullMarked;
