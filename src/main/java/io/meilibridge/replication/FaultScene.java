package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import java.util.List;

/// What was being done when the server refused: the objects that a message about it names.
///
/// @param action completes "Cannot …"
/// @param replication whether it happened on a replication connection
/// @param connecting whether the connection was only being opened
/// @param slot empty when none was involved
/// @param publications empty when none was involved
record FaultScene(
        String action,
        ConnectionOptions options,
        boolean replication,
        boolean connecting,
        String slot,
        List<String> publications) {

    static FaultScene connecting(ConnectionOptions options, boolean replication) {
        String kind = replication ? "open a replication connection to '" : "connect to '";
        return new FaultScene(
                kind + options.address() + "'", options, replication, true, "", List.of());
    }

    static FaultScene streaming(ConnectionOptions options, StreamOptions stream) {
        return new FaultScene(
                "stream from slot '" + stream.slot() + "' of '" + options.address() + "'",
                options,
                true,
                false,
                stream.slot(),
                stream.publications());
    }

    static FaultScene doing(ConnectionOptions options, String action) {
        return new FaultScene(
                action + " at '" + options.address() + "'", options, false, false, "", List.of());
    }

    static FaultScene withSlot(ConnectionOptions options, String action, String slot) {
        return new FaultScene(
                action + " at '" + options.address() + "'", options, true, false, slot, List.of());
    }

    String user() {
        return TableName.quote(options.credentials().user());
    }
}
