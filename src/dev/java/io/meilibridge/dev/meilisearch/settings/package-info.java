/// The settings of an index: their names, defaults and forms, and what the stand-in itself looks
/// at.
@NullMarked
package io.meilibridge.dev.meilisearch.settings;

import org.jspecify.annotations.NullMarked;
