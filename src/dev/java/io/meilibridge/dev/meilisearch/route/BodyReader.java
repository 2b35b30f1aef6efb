package io.meilibridge.dev.meilisearch.route;

import io.meilibridge.dev.http.HttpRequest;
import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/// Reads and decompresses a body up to a limit.
final class BodyReader {

    private static final int BLOCK_BYTES = 256 * 1024;

    private BodyReader() {}

    /// @throws RequestRefusedException with `payload_too_large`, or `bad_request` for a compressed
    ///   body that is broken or short
    static byte[] read(HttpRequest request, long bytesMax) throws IOException {
        String encoding = String.valueOf(request.header("Content-Encoding"));
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "gzip", "deflate", "br" -> decompressed(request, encoding, bytesMax);
            default -> whole(request.body(), bytesMax);
        };
    }

    private static byte[] decompressed(HttpRequest request, String encoding, long bytesMax)
            throws IOException {
        try (InputStream in = decoder(request.body(), encoding.toLowerCase(Locale.ROOT))) {
            return whole(in, bytesMax);
        } catch (IOException e) {
            throw new RequestRefusedException(
                    "bad_request", "The " + encoding + " body cannot be decompressed.");
        }
    }

    private static InputStream decoder(InputStream body, String encoding) throws IOException {
        return switch (encoding) {
            case "gzip" -> new GZIPInputStream(body, BLOCK_BYTES);
            case "deflate" -> new InflaterInputStream(body);
            default -> new BrotliInputStream(body, BLOCK_BYTES);
        };
    }

    private static byte[] whole(InputStream in, long bytesMax) throws IOException {
        List<byte[]> blocks = new ArrayList<>();
        long total = 0;
        while (true) {
            byte[] block = new byte[BLOCK_BYTES];
            int count = in.readNBytes(block, 0, BLOCK_BYTES);
            total += count;
            if (total > bytesMax) {
                throw new RequestRefusedException(
                        "payload_too_large",
                        "The provided payload reached the size limit of " + bytesMax + " bytes.");
            }
            blocks.add(block);
            if (count < BLOCK_BYTES) {
                return joined(blocks, (int) total);
            }
        }
    }

    private static byte[] joined(List<byte[]> blocks, int total) {
        byte[] whole = new byte[total];
        int start = 0;
        for (byte[] block : blocks) {
            int count = Math.min(block.length, total - start);
            System.arraycopy(block, 0, whole, start, count);
            start += count;
        }
        return whole;
    }
}
