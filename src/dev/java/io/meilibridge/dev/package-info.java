/// What development and tests run against in place of the real servers: nothing of it is in a
/// packaged build. `http` is a small blocking HTTP server, `meilisearch` the stand-in on top of it,
/// `sink` an endpoint that only counts.
@NullMarked
package io.meilibridge.dev;

import org.jspecify.annotations.NullMarked;
