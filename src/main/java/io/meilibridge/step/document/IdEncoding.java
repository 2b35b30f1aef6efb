package io.meilibridge.step.document;

import io.meilibridge.fault.Failpoints;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a key of any parts into what Meilisearch takes as an id: 1 to 511 of `[A-Za-z0-9_-]`. Two
/// different lists of parts never give the same id:
/// - a byte outside `[A-Za-z0-9-]` is written `_XX`, so after a `_` there are always two
///   hexadecimal digits, or
/// - a second `_`, which stands between two parts. Read from the left there is one way to take an
///   id apart.
/// - One empty part alone is `_`, which nothing else is.
/// - What would be longer than 511 bytes is its prefix, `_h`, and the SHA-256 of the whole: no
///   encoded part has an `_h`.
///
/// An id prefix is the first part, so ids of two prefixes differ even where one prefix begins with
/// the other. An instance is filled part by part and finished, then serves again; not safe for
/// threads.
final class IdEncoding {

    private static final boolean NO_PREFIX = Failpoints.on("no-id-prefix");
    private static final boolean BYTES_AS_THEY_ARE = Failpoints.on("no-id-encoding");

    private static final int BYTES_MAX = 511;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final int prefixSize;
    private byte[] encoded = new byte[64];
    private int size;
    private boolean first = true;

    /// @param prefix empty: none
    IdEncoding(String prefix) {
        if (!prefix.isEmpty() && !NO_PREFIX) {
            byte[] utf8 = prefix.getBytes(StandardCharsets.UTF_8);
            part(utf8, 0, utf8.length);
            separate();
        }
        prefixSize = size;
        first = true;
    }

    /// What every id with this prefix begins with, and no id of another prefix does; empty without
    /// one.
    String idPrefix() {
        return new String(encoded, 0, prefixSize, StandardCharsets.US_ASCII);
    }

    /// Adds one part of the key.
    void part(byte[] bytes, int start, int length) {
        if (!first) {
            separate();
        }
        first = false;
        ensure(3L * length);
        for (int i = start; i < start + length; i++) {
            byte b = bytes[i];
            if (isPlain(b)) {
                encoded[size++] = b;
            } else {
                encoded[size++] = '_';
                encoded[size++] = HEX[(b >> 4) & 0xF];
                encoded[size++] = HEX[b & 0xF];
            }
        }
    }

    /// The id of the parts added since the last one.
    String finish() {
        String id;
        if (size == 0) {
            id = "_";
        } else if (size <= BYTES_MAX) {
            id = new String(encoded, 0, size, StandardCharsets.US_ASCII);
        } else {
            id = idPrefix() + "_h" + digest();
        }
        clear();
        return id;
    }

    /// The parts that an id was made of; null when no parts make it, it has another prefix, or it
    /// is a digest.
    @Nullable List<String> partsOf(String id) {
        String idPrefix = idPrefix();
        if (!id.startsWith(idPrefix)) {
            return null;
        }
        String rest = id.substring(idPrefix.length());
        if (id.equals("_")) {
            return List.of("");
        }
        List<String> parts = new ArrayList<>();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c != '_') {
                part.write(c);
            } else if (rest.startsWith("__", i)) {
                parts.add(part.toString(StandardCharsets.UTF_8));
                part.reset();
                i++;
            } else if (i + 2 < rest.length() && isHex(rest, i + 1)) {
                part.write(HexFormat.fromHexDigits(rest, i + 1, i + 3));
                i += 2;
            } else {
                return null;
            }
        }
        parts.add(part.toString(StandardCharsets.UTF_8));
        return parts;
    }

    private static boolean isHex(String text, int at) {
        return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
    }

    /// Forgets the parts added since the last id.
    void clear() {
        size = prefixSize;
        first = true;
    }

    private String digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(encoded, 0, size);
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || (BYTES_AS_THEY_ARE && b == '_');
    }

    private void separate() {
        ensure(2);
        encoded[size++] = '_';
        encoded[size++] = '_';
    }

    private void ensure(long more) {
        if (encoded.length - size < more) {
            encoded = Arrays.copyOf(encoded, Math.toIntExact(2 * (size + more)));
        }
    }
}
