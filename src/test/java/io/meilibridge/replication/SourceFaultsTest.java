package io.meilibridge.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class SourceFaultsTest {

    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.of(
                    new ServerAddress("db.example", 5433, "shop"),
                    Credentials.of("bridge", "secret"));

    private static final FaultScene CONNECTING = FaultScene.connecting(OPTIONS, false);
    private static final FaultScene REPLICATING = FaultScene.connecting(OPTIONS, true);
    private static final FaultScene STREAMING =
            FaultScene.streaming(OPTIONS, StreamOptions.of("meili", List.of("pub")));
    private static final FaultScene READING = FaultScene.doing(OPTIONS, "read the catalog");

    @ParameterizedTest(name = "{0} from {1} while {2} is {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    28P01 | auth_failed | CONNECTING | AUTHENTICATION_FAILED | ALTER ROLE "bridge" PASSWORD
                    28000 | ClientAuthentication | REPLICATING | AUTHENTICATION_FAILED | pg_hba.conf
                    3D000 | InitPostgres | CONNECTING | DATABASE_MISSING | CREATE DATABASE "shop";
                    42501 | CheckMyDatabase | CONNECTING | PERMISSION_MISSING | GRANT CONNECT ON DATABASE "shop" TO "bridge";
                    42501 | InitPostgres | REPLICATING | REPLICATION_ROLE_MISSING | ALTER ROLE "bridge" REPLICATION;
                    42501 | CheckSlotPermissions | STREAMING | REPLICATION_ROLE_MISSING | ALTER ROLE "bridge" REPLICATION;
                    42501 | check_enable_rls | READING | PERMISSION_MISSING | ALTER ROLE "bridge" BYPASSRLS;
                    42501 | aclcheck_error | READING | PERMISSION_MISSING | grant
                    42704 | ReplicationSlotAcquire | STREAMING | SLOT_MISSING | pg_create_logical_replication_slot('meili', 'pgoutput')
                    42704 | get_publication_oid | STREAMING | PUBLICATION_MISSING | CREATE PUBLICATION "pub" FOR TABLE
                    42704 | typenameType | READING | SOURCE_FAILED | cause
                    42P01 | parserOpenTable | READING | TABLE_MISSING | ''
                    42703 | errorMissingColumn | READING | COLUMN_MISSING | ''
                    55000 | CheckLogicalDecodingRequirements | STREAMING | WAL_LEVEL_TOO_LOW | ALTER SYSTEM SET wal_level = 'logical';
                    55000 | StartLogicalReplication | STREAMING | SLOT_INVALIDATED | pg_drop_replication_slot('meili')
                    55000 | RaiseSlotInvalidationError | STREAMING | SLOT_INVALIDATED | max_slot_wal_keep_size
                    55000 | other | READING | SOURCE_FAILED | cause
                    55006 | ReplicationSlotAcquire | STREAMING | SLOT_IN_USE | active_pid
                    58P01 | XLogReadDetermineTimeline | STREAMING | SLOT_INVALIDATED | max_slot_wal_keep_size
                    58P01 | SendTimeLineHistory | READING | SOURCE_FAILED | cause
                    53400 | ReplicationSlotCreate | STREAMING | NO_FREE_SLOT | max_replication_slots
                    53300 | InitWalSnd | REPLICATING | SOURCE_UNREACHABLE | max_wal_senders
                    53300 | InitPostgres | CONNECTING | SOURCE_UNREACHABLE | max_connections
                    53100 | other | READING | SOURCE_UNREACHABLE | ''
                    57P01 | ProcessInterrupts | READING | SOURCE_SHUTTING_DOWN | ''
                    57P02 | quickdie | STREAMING | SOURCE_SHUTTING_DOWN | ''
                    57P03 | ProcessStartupPacket | CONNECTING | SOURCE_SHUTTING_DOWN | ''
                    57014 | ProcessInterrupts | READING | SOURCE_UNREACHABLE | ''
                    57P05 | ProcessInterrupts | READING | SOURCE_UNREACHABLE | ''
                    40001 | other | READING | SOURCE_UNREACHABLE | ''
                    40P01 | other | READING | SOURCE_UNREACHABLE | ''
                    55P03 | other | READING | SOURCE_UNREACHABLE | ''
                    25P03 | other | READING | SOURCE_UNREACHABLE | ''
                    0A000 | pgoutput_startup | STREAMING | SOURCE_FAILED | proto_version
                    25006 | PreventCommandIfReadOnly | READING | SOURCE_FAILED | primary
                    08006 | other | STREAMING | SOURCE_UNREACHABLE | ''
                    08P01 | other | STREAMING | SOURCE_FAILED | cause
                    XX000 | other | STREAMING | SOURCE_FAILED | cause
                    """)
    void an_answer_of_the_server_has_one_name_and_remedy(
            String state, String routine, String scene, ErrorCode code, String hint) {
        SourceException fault = SourceFaults.of(answer(state, routine, "private 42"), scene(scene));

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.hint()).contains(hint);
        assertThat(fault.report()).doesNotContain("private", "secret");
        assertThat(fault.getMessage()).endsWith(".");
        assertThat(fault).hasCauseInstanceOf(PSQLException.class);
    }

    @Test
    void a_slot_made_in_another_database_is_told_from_an_invalidated_one() {
        SQLException answer =
                answer(
                        "55000",
                        "CreateDecodingContext",
                        "replication slot \"meili\" was not created in this database");

        assertThat(SourceFaults.of(answer, STREAMING).code())
                .isEqualTo(ErrorCode.SLOT_OF_OTHER_DATABASE);
    }

    @Test
    void what_the_driver_finds_is_named_by_its_cause() {
        assertDriver("08001", new ConnectException(), CONNECTING, ErrorCode.SOURCE_UNREACHABLE);
        assertDriver("08006", new EOFException(), STREAMING, ErrorCode.SOURCE_UNREACHABLE);
        assertDriver("08006", new IOException(), CONNECTING, ErrorCode.SOURCE_UNREACHABLE);
        assertDriver("", new IOException(), STREAMING, ErrorCode.SOURCE_UNREACHABLE);
        assertDriver("08003", null, STREAMING, ErrorCode.SOURCE_UNREACHABLE);
        assertDriver("08P01", null, STREAMING, ErrorCode.SOURCE_FAILED);
        assertDriver("", null, STREAMING, ErrorCode.SOURCE_FAILED);
    }

    @Test
    void a_host_without_address_is_named() {
        SourceException fault =
                SourceFaults.of(
                        driver("08001", new UnknownHostException("db.example")), CONNECTING);

        assertThat(fault.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(fault).hasMessageContaining("host name 'db.example' does not resolve");
    }

    @Test
    void faults_of_tls_are_told_from_those_of_the_connection() {
        FaultScene verifying = connectingWith(TlsOptions.Mode.VERIFY_FULL);
        Throwable handshake = new SSLHandshakeException("no");
        Throwable certificate = new IOException(new CertificateException("no"));

        assertDriver("08006", handshake, verifying, ErrorCode.TLS_FAILED);
        assertDriver("08006", certificate, verifying, ErrorCode.TLS_FAILED);
        assertDriver("08006", null, verifying, ErrorCode.TLS_FAILED);
        assertDriver("08004", null, verifying, ErrorCode.TLS_FAILED);
        assertDriver("08006", null, connectingWith(TlsOptions.Mode.REQUIRE), ErrorCode.TLS_FAILED);
    }

    @Test
    void a_server_that_asks_for_a_password_that_we_lack_is_no_fault_of_tls() {
        assertDriver("08004", null, CONNECTING, ErrorCode.AUTHENTICATION_FAILED);
    }

    private static void assertDriver(
            String state, @Nullable Throwable cause, FaultScene scene, ErrorCode code) {
        assertThat(SourceFaults.of(driver(state, cause), scene).code()).isEqualTo(code);
    }

    private static FaultScene connectingWith(TlsOptions.Mode mode) {
        return FaultScene.connecting(OPTIONS.with(TlsOptions.of(mode)), false);
    }

    private static FaultScene scene(String name) {
        return switch (name) {
            case "CONNECTING" -> CONNECTING;
            case "REPLICATING" -> REPLICATING;
            case "STREAMING" -> STREAMING;
            default -> READING;
        };
    }

    private static SQLException answer(String state, String routine, String message) {
        String fields = "SERROR\0C" + state + "\0M" + message + "\0R" + routine + "\0";
        return new PSQLException(new ServerErrorMessage(fields));
    }

    private static SQLException driver(String state, @Nullable Throwable cause) {
        for (PSQLState known : PSQLState.values()) {
            if (known.getState().equals(state)) {
                return new PSQLException("translated", known, cause);
            }
        }
        return new SQLException("translated", state.isEmpty() ? null : state, cause);
    }
}
