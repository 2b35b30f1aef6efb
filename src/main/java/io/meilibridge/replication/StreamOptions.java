package io.meilibridge.replication;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.TableName;
import java.util.List;
import java.util.Objects;

/// What a stream is asked for: PostgreSQL docs, Logical Streaming Replication Parameters.
///
/// @param protocolVersion 1 (any server), 2 (14: streaming), 3 (15: two-phase), 4 (16: parallel)
/// @param streaming whether large transactions are sent before they commit; needs version 2
/// @param twoPhase whether transactions are sent when they are prepared; needs version 3, and stays
///   on for the slot once it was asked for
/// @param binary whether values come in their types' binary form where they have one
/// @param messages whether `pg_logical_emit_message` messages are sent
/// @param startLsn where to start; the server starts at the slot's confirmed flush LSN when that is
///   further on. [Lsn#INVALID] for the slot's own position
public record StreamOptions(
        String slot,
        List<String> publications,
        int protocolVersion,
        boolean streaming,
        boolean twoPhase,
        boolean binary,
        boolean messages,
        Lsn startLsn) {

    public StreamOptions {
        Objects.requireNonNull(slot, "slot is null");
        Objects.requireNonNull(startLsn, "startLsn is null");
        publications = List.copyOf(publications);
        if (publications.isEmpty()) {
            throw new IllegalArgumentException("A stream needs a publication.");
        }
        if (protocolVersion < 1 || protocolVersion > 4) {
            throw new IllegalArgumentException(
                    "Protocol version " + protocolVersion + " is not between 1 and 4.");
        }
        if (streaming && protocolVersion < 2) {
            throw new IllegalArgumentException("Streaming needs protocol version 2.");
        }
        if (twoPhase && protocolVersion < 3) {
            throw new IllegalArgumentException("Two phases need protocol version 3.");
        }
    }

    /// Protocol 1, text values, with logical messages, from the slot's own position.
    public static StreamOptions of(String slot, List<String> publications) {
        return new StreamOptions(slot, publications, 1, false, false, false, true, Lsn.INVALID);
    }

    /// The oldest server that speaks the version.
    public static int oldestMajorWith(int protocolVersion) {
        return switch (protocolVersion) {
            case 4 -> 16;
            case 3 -> 15;
            default -> ServerFacts.OLDEST_MAJOR;
        };
    }

    public StreamOptions withBinary(boolean wanted) {
        return new StreamOptions(
                slot,
                publications,
                protocolVersion,
                streaming,
                twoPhase,
                wanted,
                messages,
                startLsn);
    }

    public StreamOptions withStreaming(int version, boolean wanted) {
        return new StreamOptions(
                slot, publications, version, wanted, twoPhase, binary, messages, startLsn);
    }

    public StreamOptions startingAt(Lsn lsn) {
        return new StreamOptions(
                slot, publications, protocolVersion, streaming, twoPhase, binary, messages, lsn);
    }

    /// The replication command. Names stand quoted, so that any name PostgreSQL has works.
    String command() {
        StringBuilder text = new StringBuilder("START_REPLICATION SLOT ");
        text.append(TableName.quote(slot)).append(" LOGICAL ").append(startLsn);
        text.append(" (\"proto_version\" '").append(protocolVersion).append('\'');
        List<String> names = publications.stream().map(TableName::quote).toList();
        text.append(", \"publication_names\" ").append(Sql.literal(String.join(",", names)));
        if (streaming) {
            text.append(", \"streaming\" 'on'");
        }
        if (twoPhase) {
            text.append(", \"two_phase\" 'on'");
        }
        if (binary) {
            text.append(", \"binary\" 'true'");
        }
        if (messages) {
            text.append(", \"messages\" 'true'");
        }
        return text.append(')').toString();
    }
}
