package io.meilibridge.meilisearch.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Bodies in the content encodings that a server takes.
final class Encodings {

    private Encodings() {}

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] deflate(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// One stored block and an empty last one (RFC 7932, section 9.2): the JDK has no encoder. The
    /// head is, from the lowest bit: window of 16 bits 0, not last 0, four nibbles of length 00,
    /// the length less one in 16 bits, stored 1.
    static byte[] brotli(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (content.length == 0 || content.length > 65_536) {
            throw new IllegalArgumentException("One block holds 1 to 65,536 bytes.");
        }
        int head = (content.length - 1) << 4 | 1 << 20;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(head);
        bytes.write(head >>> 8);
        bytes.write(head >>> 16);
        bytes.writeBytes(content);
        bytes.write(3);
        return bytes.toByteArray();
    }
}
