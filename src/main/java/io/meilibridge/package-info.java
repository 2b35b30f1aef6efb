/// MeiliBridge keeps Meilisearch indexes equal to PostgreSQL tables.
@NullMarked
package io.meilibridge;

import org.jspecify.annotations.NullMarked;
