package io.meilibridge.deadletter;

import io.meilibridge.event.Position;
import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// A change that cannot be indexed. A document has at most one: the last that was refused of it.
///
/// @param documentId empty where the row does not even make one
/// @param code what kind of fault it is
/// @param reason what is wrong, for a person
/// @param position of the change in the stream
/// @param at when it was refused
/// @param document JSON as it would have been indexed; empty where none could be made
public record DeadLetter(
        String task,
        TableName table,
        String documentId,
        ErrorCode code,
        String reason,
        Position position,
        Instant at,
        String document) {

    private static final int DIGEST_BYTES = 8;

    /// The same for the same document of the same task; fit for a URL and a file's name.
    public String id() {
        String what = documentId.isEmpty() ? position.toString() : documentId;
        return task + "-" + digest(task + "\n" + what);
    }

    private static String digest(String text) {
        try {
            byte[] whole =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /// Not the document: a document's values do not belong in logs.
    @Override
    public String toString() {
        return "DeadLetter[" + id() + ", " + code + "]";
    }
}
