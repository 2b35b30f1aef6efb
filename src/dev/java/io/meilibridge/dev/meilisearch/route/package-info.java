/// The HTTP interface: checks a request in the order key, query, index name, content type, body,
/// then answers from the indexes or registers a task.
@NullMarked
package io.meilibridge.dev.meilisearch.route;

import org.jspecify.annotations.NullMarked;
