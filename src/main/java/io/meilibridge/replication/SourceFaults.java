package io.meilibridge.replication;

import io.meilibridge.event.TableName;
import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The one table from what PostgreSQL or its driver answers to what we call it and what is to be
/// done: PostgreSQL docs, Appendix A, Error Codes. Where an SQLSTATE stands for several faults, the
/// server's routine decides, which no locale translates. What the table does not know stops the
/// source.
///
/// Server texts are never put into messages (they may hold row values); they stay in the cause.
final class SourceFaults {

    private SourceFaults() {}

    static SourceException of(SQLException cause, FaultScene scene) {
        if (causedBy(cause, SSLException.class)
                || causedBy(cause, GeneralSecurityException.class)) {
            return tls(scene, "the TLS handshake failed", cause);
        }
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        ServerErrorMessage answer = answer(cause);
        if (answer == null) {
            return ofDriver(state, scene, cause);
        }
        String routine = answer.getRoutine() == null ? "" : answer.getRoutine();
        return switch (state) {
            case "28P01", "28000" -> login(state, scene, cause);
            case "3D000" -> databaseMissing(scene, cause);
            case "42501" -> permission(routine, scene, cause);
            case "42704" -> objectMissing(routine, scene, cause);
            case "42P01" -> fault(ErrorCode.TABLE_MISSING, scene, "a table does not exist", cause);
            case "42703" ->
                    fault(ErrorCode.COLUMN_MISSING, scene, "a column does not exist", cause);
            case "55000" -> notReady(routine, answer, scene, cause);
            case "55006" -> SlotFaults.inUse(scene, cause);
            case "58P01" -> walRemoved(scene, cause);
            case "53400" -> SlotFaults.noneFree(scene, cause);
            case "53300" -> tooMany(routine, scene, cause);
            case "57P01", "57P02", "57P03" -> shuttingDown(state, scene, cause);
            case "57014", "57P05", "40001", "40P01", "55P03", "25P03" ->
                    unreachable(scene, "the server ended it (SQLSTATE " + state + ")", "", cause);
            case "0A000" -> unsupported(scene, cause);
            case "25006" -> readOnly(scene, cause);
            case "08P01" -> protocol(scene, cause);
            default -> otherState(state, scene, cause);
        };
    }

    /// A connection that we closed ourselves while another thread was using it.
    static SourceException closed(FaultScene scene, Throwable cause) {
        return unreachable(scene, "the connection was closed on this side", "", cause);
    }

    /// A server that has not answered what it always answers.
    static SourceException silent(FaultScene scene, Duration limit) {
        return new SourceException(
                ErrorCode.SOURCE_UNREACHABLE,
                "Cannot %s: nothing was heard from the server for %d s (wal_sender_timeout)."
                        .formatted(scene.action(), limit.toSeconds()),
                "If it comes again, look for a firewall that drops idle connections.");
    }

    private static @Nullable ServerErrorMessage answer(SQLException cause) {
        return cause instanceof PSQLException fromDriver
                ? fromDriver.getServerErrorMessage()
                : null;
    }

    /// Faults that the driver found before or without an answer of the server.
    private static SourceException ofDriver(String state, FaultScene scene, SQLException cause) {
        if (causedBy(cause, UnknownHostException.class)) {
            String host = scene.options().address().host();
            String what = "the host name '" + host + "' does not resolve";
            return unreachable(scene, what, "Check the host name and DNS.", cause);
        }
        TlsOptions.Mode tls = scene.options().tls().mode();
        if (scene.connecting() && state.equals("08004")) {
            boolean password = scene.options().credentials().password().get() != null;
            return tls.insists() && password
                    ? tls(scene, "the server offers no TLS", cause)
                    : login(state, scene, cause);
        }
        boolean io = causedBy(cause, IOException.class);
        if (scene.connecting() && state.equals("08006") && !io) {
            return tls == TlsOptions.Mode.VERIFY_FULL
                    ? tls(scene, "the server's certificate is not for this host name", cause)
                    : tls(scene, "the client's certificate or key cannot be used", cause);
        }
        if (io || (state.startsWith("08") && !state.equals("08P01"))) {
            String hint =
                    scene.connecting()
                            ? "If it lasts, check host, port, firewalls and the server's"
                                    + " listen_addresses."
                            : "";
            return unreachable(scene, "the connection failed", hint, cause);
        }
        return otherState(state, scene, cause);
    }

    private static SourceException login(String state, FaultScene scene, SQLException cause) {
        String user = scene.user();
        String database = TableName.quote(scene.options().address().database());
        return state.equals("28P01")
                ? fault(
                        ErrorCode.AUTHENTICATION_FAILED,
                        scene,
                        "the password of role " + user + " was refused",
                        "Check the password, or set it: ALTER ROLE " + user + " PASSWORD '…';",
                        cause)
                : fault(
                        ErrorCode.AUTHENTICATION_FAILED,
                        scene,
                        "the server does not let role " + user + " log in",
                        "Check that the role exists (CREATE ROLE "
                                + user
                                + " LOGIN REPLICATION PASSWORD '…';), that a password or client"
                                + " certificate is given where one is asked for, and that"
                                + " pg_hba.conf has a line like: host "
                                + database
                                + " "
                                + user
                                + " <address> scram-sha-256",
                        cause);
    }

    private static SourceException databaseMissing(FaultScene scene, SQLException cause) {
        String database = TableName.quote(scene.options().address().database());
        return fault(
                ErrorCode.DATABASE_MISSING,
                scene,
                "database " + database + " does not exist",
                "Correct source.postgresql.database, or: CREATE DATABASE " + database + ";",
                cause);
    }

    private static SourceException permission(
            String routine, FaultScene scene, SQLException cause) {
        String user = scene.user();
        if (scene.connecting() && routine.equals("CheckMyDatabase")) {
            String database = TableName.quote(scene.options().address().database());
            return fault(
                    ErrorCode.PERMISSION_MISSING,
                    scene,
                    "role " + user + " may not connect to this database",
                    "GRANT CONNECT ON DATABASE " + database + " TO " + user + ";",
                    cause);
        }
        if (scene.replication()) {
            return fault(
                    ErrorCode.REPLICATION_ROLE_MISSING,
                    scene,
                    "role " + user + " may not replicate",
                    "ALTER ROLE " + user + " REPLICATION;",
                    cause);
        }
        if (routine.equals("check_enable_rls")) {
            return fault(
                    ErrorCode.PERMISSION_MISSING,
                    scene,
                    "row security hides rows from role " + user,
                    "ALTER ROLE " + user + " BYPASSRLS;",
                    cause);
        }
        return fault(
                ErrorCode.PERMISSION_MISSING,
                scene,
                "role " + user + " lacks a privilege",
                "The server's log names the object; grant the privilege to " + user + ".",
                cause);
    }

    private static SourceException objectMissing(
            String routine, FaultScene scene, SQLException cause) {
        if (routine.startsWith("ReplicationSlot")) {
            return SlotFaults.missing(scene.slot(), cause);
        }
        if (!scene.publications().isEmpty()) {
            String names = Sql.identifiers(scene.publications());
            return fault(
                    ErrorCode.PUBLICATION_MISSING,
                    scene,
                    "publication " + names + " does not exist",
                    "CREATE PUBLICATION " + names + " FOR TABLE …;",
                    cause);
        }
        return otherState("42704", scene, cause);
    }

    private static SourceException notReady(
            String routine, ServerErrorMessage answer, FaultScene scene, SQLException cause) {
        if (routine.equals("CheckLogicalDecodingRequirements")
                || routine.equals("CheckSlotRequirements")) {
            return SlotFaults.walLevel(scene.action(), cause);
        }
        String text = answer.getMessage() == null ? "" : answer.getMessage();
        if (text.contains("was not created in this database")) {
            return new SourceException(
                    ErrorCode.SLOT_OF_OTHER_DATABASE,
                    "Slot '" + scene.slot() + "' belongs to another database.",
                    "Name another slot in replication.slot_name.",
                    cause);
        }
        if (!scene.slot().isEmpty()) {
            return SlotFaults.invalidated(scene.slot(), "", cause);
        }
        return otherState("55000", scene, cause);
    }

    private static SourceException walRemoved(FaultScene scene, SQLException cause) {
        return scene.slot().isEmpty()
                ? otherState("58P01", scene, cause)
                : SlotFaults.invalidated(scene.slot(), "its WAL has been removed", cause);
    }

    private static SourceException tooMany(String routine, FaultScene scene, SQLException cause) {
        boolean senders = scene.replication() && routine.equals("InitWalSnd");
        String setting = senders ? "max_wal_senders" : "max_connections";
        return unreachable(
                scene,
                "the server has no connection left (SQLSTATE 53300)",
                "If it lasts: ALTER SYSTEM SET " + setting + " = …; and restart the server.",
                cause);
    }

    private static SourceException shuttingDown(
            String state, FaultScene scene, SQLException cause) {
        return fault(
                ErrorCode.SOURCE_SHUTTING_DOWN,
                scene,
                "the server is stopping or starting (SQLSTATE " + state + ")",
                "",
                cause);
    }

    private static SourceException unsupported(FaultScene scene, SQLException cause) {
        return fault(
                ErrorCode.SOURCE_FAILED,
                scene,
                "the server does not support what was asked for (SQLSTATE 0A000)",
                "Check that the slot is a logical one and that replication.proto_version suits the"
                        + " server: 2 needs 14, 3 needs 15, 4 needs 16.",
                cause);
    }

    private static SourceException readOnly(FaultScene scene, SQLException cause) {
        return fault(
                ErrorCode.SOURCE_FAILED,
                scene,
                "the server takes no writes (SQLSTATE 25006)",
                "It may be a standby: connect to the primary, or create slot and publication"
                        + " there.",
                cause);
    }

    /// A server of ours knows every word that we begin with; what stands before it may not.
    private static SourceException protocol(FaultScene scene, SQLException cause) {
        return scene.connecting()
                ? fault(
                        ErrorCode.SOURCE_FAILED,
                        scene,
                        "what answers does not take a connection of this kind (SQLSTATE 08P01)",
                        Pooler.HINT,
                        cause)
                : otherState("08P01", scene, cause);
    }

    private static SourceException tls(FaultScene scene, String what, SQLException cause) {
        return fault(
                ErrorCode.TLS_FAILED,
                scene,
                what,
                "TLS mode is '"
                        + scene.options().tls().mode().word()
                        + "'. Check ssl.mode, ssl.ca_cert, ssl.client_cert and ssl.client_key"
                        + " against the server's certificate and its ssl settings.",
                cause);
    }

    private static SourceException unreachable(
            FaultScene scene, String what, String hint, Throwable cause) {
        return fault(ErrorCode.SOURCE_UNREACHABLE, scene, what, hint, cause);
    }

    /// Whole classes pass by themselves: connections (08) and resources (53). The rest is unknown.
    private static SourceException otherState(String state, FaultScene scene, SQLException cause) {
        String what = "PostgreSQL answered SQLSTATE " + (state.isEmpty() ? "none" : state);
        if ((state.startsWith("08") && !state.equals("08P01")) || state.startsWith("53")) {
            return unreachable(scene, what, "", cause);
        }
        String hint = "The cause in the log says more.";
        return fault(ErrorCode.SOURCE_FAILED, scene, what, hint, cause);
    }

    private static SourceException fault(
            ErrorCode code, FaultScene scene, String what, Throwable cause) {
        return fault(code, scene, what, "", cause);
    }

    static SourceException fault(
            ErrorCode code, FaultScene scene, String what, String hint, Throwable cause) {
        return new SourceException(
                code, "Cannot " + scene.action() + ": " + what + ".", hint, cause);
    }

    private static boolean causedBy(Throwable fault, Class<? extends Throwable> kind) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
