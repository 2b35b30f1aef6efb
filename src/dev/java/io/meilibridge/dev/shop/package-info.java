/// The servers of dev mode and the demo shop in them: an embedded PostgreSQL whose tables change by
/// themselves, and a Meilisearch. Plain Java, in a process of its own.
@NullMarked
package io.meilibridge.dev.shop;

import org.jspecify.annotations.NullMarked;
