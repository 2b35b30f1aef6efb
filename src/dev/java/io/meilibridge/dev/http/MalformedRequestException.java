package io.meilibridge.dev.http;

import java.io.IOException;

/// What arrived is no HTTP/1.1 request; the connection cannot be used any further.
final class MalformedRequestException extends IOException {

    MalformedRequestException(String message) {
        super(message);
    }
}
