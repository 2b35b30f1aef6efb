package io.meilibridge.dev.http;

import java.io.IOException;

/// Answers requests, those of different connections at the same time.
@FunctionalInterface
public interface HttpHandler {

    /// May leave the body unread; what is left of it is skipped before the answer is written.
    ///
    /// @throws IOException when the client went away while its body was read
    /// @throws InterruptedException when the server closes
    HttpAnswer handle(HttpRequest request) throws IOException, InterruptedException;
}
