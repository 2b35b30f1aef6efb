package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.PostgresServer;
import io.meilibridge.PostgresServer.StopMode;
import io.meilibridge.PostgresServers;
import io.meilibridge.event.Lsn;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.PipelineException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProbeIT {

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void a_server_that_our_unconfirmed_stream_keeps_from_stopping_is_noticed_and_let_go(int major)
            throws Exception {
        try (PostgresServer server = PostgresServers.start(major, Map.of());
                SourceDatabase source = SourceDatabase.on(server, "probe")) {
            source.execute(
                    "CREATE TABLE item (id int PRIMARY KEY)",
                    "CREATE PUBLICATION pub FOR TABLE item",
                    "SELECT pg_create_logical_replication_slot('probe', 'pgoutput')");
            ServerProbe probe = new ServerProbe(source.connections());
            WalStream stream =
                    WalStream.open(source.connections(), StreamOptions.of("probe", List.of("pub")));
            source.execute("INSERT INTO item VALUES (1)");
            assertThat(probe.check()).isEmpty();

            CompletableFuture<Void> stop =
                    CompletableFuture.runAsync(() -> server.stop(StopMode.FAST, 15));
            SourceDatabase.await(
                    "the probe tells",
                    () -> {
                        stream.read(new byte[8][], ReadLimits.DEFAULT);
                        // An invalid flush LSN would let the server take the received one for it.
                        stream.sendStatus(stream.serverWalEnd(), new Lsn(1));
                        return probe.check()
                                .map(PipelineException::code)
                                .filter(ErrorCode.SOURCE_SHUTTING_DOWN::equals)
                                .isPresent();
                    });
            stream.close();

            stop.get(20, TimeUnit.SECONDS);
            assertThat(probe.check().map(PipelineException::code))
                    .contains(ErrorCode.SOURCE_UNREACHABLE);
            server.start();
            assertThat(probe.check()).isEmpty();
        }
    }
}
