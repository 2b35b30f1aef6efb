package io.meilibridge.camel;

import io.meilibridge.config.settings.ConnectionSettings;
import io.meilibridge.config.settings.ReplicationSettings;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.SocketSettings;
import io.meilibridge.config.settings.SourceSettings;
import io.meilibridge.config.settings.TlsSettings;
import io.meilibridge.replication.ConnectionOptions;
import io.meilibridge.replication.Credentials;
import io.meilibridge.replication.PublicationState;
import io.meilibridge.replication.ServerAddress;
import io.meilibridge.replication.SessionOptions;
import io.meilibridge.replication.SocketOptions;
import io.meilibridge.replication.SourceDemand;
import io.meilibridge.replication.TlsOptions;
import io.meilibridge.step.rule.TaskRules;
import java.util.List;
import java.util.Set;

/// What is configured of a source, in the words of the room that talks to PostgreSQL.
public final class SourceOptions {

    private SourceOptions() {}

    public static ConnectionOptions connection(SourceSettings source) {
        ConnectionSettings connection = source.connection();
        Secret password = connection.password();
        String name = connection.applicationName();
        return new ConnectionOptions(
                new ServerAddress(connection.host(), connection.port(), connection.database()),
                Credentials.of(connection.user(), password == null ? null : password.value()),
                tls(connection.tls()),
                socket(connection),
                new SessionOptions(
                        name == null ? "meilibridge" : name,
                        connection.options(),
                        connection.statementTimeout(),
                        source.replication().walSenderTimeout()));
    }

    /// @param tasks the rules of the source's tasks
    public static SourceDemand demand(SourceSettings source, List<TaskRules> tasks) {
        ReplicationSettings replication = source.replication();
        return new SourceDemand(
                replication.slotName(),
                replication.createSlot(),
                List.of(replication.publication()),
                replication.createPublication(),
                tasks.stream()
                        .map(rules ->
                                new SourceDemand.TableDemand(
                                        rules.table(),
                                        rules.id().columns(),
                                        List.of(),
                                        Set.of(PublicationState.Operation.values())))
                        .toList());
    }

    private static TlsOptions tls(TlsSettings tls) {
        return new TlsOptions(
                TlsOptions.Mode.valueOf(tls.mode().name()),
                tls.caCertificate(),
                tls.clientCertificate(),
                tls.clientKey());
    }

    private static SocketOptions socket(ConnectionSettings connection) {
        SocketSettings socket = connection.socket();
        Integer send = socket.sendBufferBytes();
        Integer receive = socket.receiveBufferBytes();
        return new SocketOptions(
                connection.connectTimeout(),
                socket.keepalive(),
                socket.noDelay(),
                send == null ? 0 : send,
                receive == null ? 0 : receive);
    }
}
