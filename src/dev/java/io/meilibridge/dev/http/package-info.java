/// A small blocking HTTP/1.1 server: one thread a connection, keep-alive, fixed and chunked request
/// bodies that can be read as they arrive, and connections that can be cut on purpose, which the
/// JDK's own server does not offer. For tests, benchmarks and dev mode only; loopback only.
@NullMarked
package io.meilibridge.dev.http;

import org.jspecify.annotations.NullMarked;
