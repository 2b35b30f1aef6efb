/// From the tree of canonical keys to typed settings: one binder for each room of keys, and one
/// view of a group of keys that they all read through.
@NullMarked
package io.meilibridge.config.bind;

import org.jspecify.annotations.NullMarked;
