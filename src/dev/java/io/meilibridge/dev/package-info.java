/// What `quarkus:dev` starts besides the application: servers where none are configured, with a
/// demo shop in them. Main code in dev mode, test code in every other build, so that a packaged
/// application holds nothing of it.
///
/// ```
/// dev JVM      DevMode ── before the configuration is read: what is missing? ──▶ ServersProcess
///                 └────── when the pipeline runs: Guide, the end of the log
/// servers JVM  DemoServers (shop, meilisearch), until the dev JVM ends
/// ```
///
/// The servers run in a JVM of their own: a live reload replaces every class of the application,
/// and however the dev JVM ends, what it leaves is cleaned up.
@NullMarked
package io.meilibridge.dev;

import org.jspecify.annotations.NullMarked;
