/// The configuration as a tree of untyped nodes that remember where they were written: read from
/// YAML, or built from environment variables and properties, and laid over each other.
@NullMarked
package io.meilibridge.config.tree;

import org.jspecify.annotations.NullMarked;
