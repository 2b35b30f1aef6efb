package io.meilibridge.dev.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Serves the requests of one connection, one after the other, until one side ends it.
final class HttpConnection {

    private static final byte[] CONTINUE =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADERS_MAX = 200;

    private final Socket socket;
    private final HttpHandler handler;
    private final ConnectionInput input;
    private final OutputStream out;
    private final byte[] skipped = new byte[16 * 1024];

    HttpConnection(Socket socket, HttpHandler handler) throws IOException {
        this.socket = socket;
        this.handler = handler;
        socket.setTcpNoDelay(true);
        this.input = new ConnectionInput(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void serve() throws IOException, InterruptedException {
        boolean open = true;
        while (open) {
            try {
                HttpRequest request = next();
                open = request != null && answer(request);
            } catch (MalformedRequestException e) {
                HttpResponse.empty(400).write(out, false);
                open = false;
            }
        }
    }

    private boolean answer(HttpRequest request) throws IOException, InterruptedException {
        return switch (handler.handle(request)) {
            case HttpResponse response -> {
                skipRest(request.body());
                response.write(out, request.keepsAlive());
                yield request.keepsAlive();
            }
            case HttpAnswer.Reset() -> {
                // Lingering for no time makes closing send RST in place of FIN.
                socket.setSoLinger(true, 0);
                yield false;
            }
        };
    }

    private void skipRest(InputStream body) throws IOException {
        int count = 0;
        while (count >= 0) {
            count = body.read(skipped, 0, skipped.length);
        }
    }

    private @Nullable HttpRequest next() throws IOException {
        String start = input.line();
        if (start == null) {
            return null;
        }
        String[] words = start.split(" ", -1);
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            throw new MalformedRequestException("The first line is no HTTP/1 request line.");
        }
        Map<String, String> headers = headers();
        InputStream body = body(headers);
        int question = words[1].indexOf('?');
        String path = question < 0 ? words[1] : words[1].substring(0, question);
        String query = question < 0 ? "" : words[1].substring(question + 1);
        return new HttpRequest(words[0], path, query, headers, body);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int count = 0; count <= HEADERS_MAX; count++) {
            String line = input.line();
            if (line == null) {
                throw new MalformedRequestException("The connection ended within the headers.");
            }
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new MalformedRequestException("A header has no name.");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        throw new MalformedRequestException("There are more than " + HEADERS_MAX + " headers.");
    }

    private InputStream body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedBody(input);
        }
        String length = headers.getOrDefault("content-length", "0");
        try {
            return new FixedLengthBody(input, Long.parseUnsignedLong(length));
        } catch (NumberFormatException e) {
            throw new MalformedRequestException("Content-Length is not a number.");
        }
    }
}
