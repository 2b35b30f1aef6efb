package io.meilibridge.api;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request as bytes, as no decent client would send it.
record RawRequest(String name, String head, String body) {

    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: ?([0-9]+)");

    private static final int PATIENCE_MILLIS = 20_000;

    static RawRequest of(String method, String path) {
        return new RawRequest(method + " " + path, method + " " + path + " HTTP/1.1\r\n", "");
    }

    /// With a length that fits.
    static RawRequest with(String method, String path, String body) {
        return new RawRequest(
                method + " " + path + " " + shortened(body),
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n",
                body);
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    RawRequest header(String line) {
        return new RawRequest(name + " " + shortened(line), head + line + "\r\n", body);
    }

    /// The whole answer; empty where the server just closed.
    String send() throws IOException {
        try (Socket socket = new Socket(ApiClient.root().getHost(), ApiClient.root().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            String whole = head + "Host: localhost\r\nConnection: close\r\n\r\n" + body;
            out.write(whole.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer(new BufferedInputStream(socket.getInputStream()));
        }
    }

    /// Up to the length that its head tells: a server that still waits for the body does not close.
    private static String answer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int next = in.read();
        while (next >= 0 && text.indexOf("\r\n\r\n") < 0) {
            text.append((char) next);
            next = text.indexOf("\r\n\r\n") < 0 ? in.read() : next;
        }
        Matcher length = LENGTH.matcher(text);
        if (length.find()) {
            text.append(
                    new String(
                            in.readNBytes(Integer.parseInt(length.group(1))),
                            StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    static int status(String answer) {
        return answer.startsWith("HTTP/") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    static String typeOf(String answer) {
        String head = answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")));
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                .findFirst()
                .orElse("");
    }
}
