package io.meilibridge.replication;

import io.meilibridge.fault.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Tells whether the server wants to stop. A stopping server ends ordinary sessions at once but
/// waits for a stream whose reader has not confirmed everything, and that reader hears nothing of
/// it: while confirmation is held back the server has to be asked from the side (HAZARDS C7).
///
/// Each check is a connection of its own, never a kept one, which a smart shutdown would wait for.
public final class ServerProbe {

    private final PgConnections connections;

    public ServerProbe(PgConnections connections) {
        this.connections = connections;
    }

    /// The fault with which the server refuses a session: [ErrorCode#SOURCE_SHUTTING_DOWN] when it
    /// stops, on which the stream is to be closed at once. Empty when it accepts one. Takes as long
    /// as connecting may take.
    public Optional<SourceException> check() {
        try (Connection _ = connections.openOrdinary()) {
            return Optional.empty();
        } catch (SourceException e) {
            return Optional.of(e);
        } catch (SQLException e) {
            FaultScene scene = FaultScene.connecting(connections.options(), false);
            return Optional.of(SourceFaults.of(e, scene));
        }
    }
}
