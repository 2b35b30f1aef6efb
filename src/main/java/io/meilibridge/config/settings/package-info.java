/// The configuration as the other rooms see it: immutable records with every value typed, defaulted
/// and checked. Nothing here knows about files or keys.
@NullMarked
package io.meilibridge.config.settings;

import org.jspecify.annotations.NullMarked;
