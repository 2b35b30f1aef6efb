package io.meilibridge.dev.http;

/// What a handler makes of a request.
public sealed interface HttpAnswer permits HttpResponse, HttpAnswer.Reset {

    /// The connection is cut with a TCP reset, the request stays unanswered.
    record Reset() implements HttpAnswer {}
}
