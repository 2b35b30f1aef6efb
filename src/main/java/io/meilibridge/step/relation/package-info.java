/// A table's relation as one task sees it: what the plans that compile its rules share.
@NullMarked
package io.meilibridge.step.relation;

import org.jspecify.annotations.NullMarked;
