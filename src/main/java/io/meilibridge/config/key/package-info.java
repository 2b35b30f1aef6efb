/// Every configuration key in one table: its path, type, default, description, other names and
/// whether it has an effect. Binding, the search for unknown keys, the matching of environment
/// names and the reference documentation all read this table.
@NullMarked
package io.meilibridge.config.key;

import org.jspecify.annotations.NullMarked;
