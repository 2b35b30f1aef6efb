/// The packaged application between a real PostgreSQL and the stand-in for Meilisearch, from
/// outside: a process with a configuration file, started, watched and killed by the tests.
@NullMarked
package io.meilibridge.endtoend;

import org.jspecify.annotations.NullMarked;
