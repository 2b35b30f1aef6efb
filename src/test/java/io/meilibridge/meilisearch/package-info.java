@NullMarked
package io.meilibridge.meilisearch;

import org.jspecify.annotations.NullMarked;
