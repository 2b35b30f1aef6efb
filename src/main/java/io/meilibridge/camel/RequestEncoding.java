package io.meilibridge.camel;

import org.apache.hc.client5.http.entity.GzipCompressingEntity;
import org.apache.hc.core5.http.HttpEntity;

/// How a request's body travels.
enum RequestEncoding {
    PLAIN {
        @Override
        HttpEntity encode(HttpEntity body) {
            return body;
        }
    },
    GZIP {
        @Override
        HttpEntity encode(HttpEntity body) {
            return new GzipCompressingEntity(body);
        }
    };

    abstract HttpEntity encode(HttpEntity body);
}
