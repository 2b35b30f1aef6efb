/// The errors of the HTTP interface and of tasks, which share their shape.
@NullMarked
package io.meilibridge.dev.meilisearch.error;

import org.jspecify.annotations.NullMarked;
