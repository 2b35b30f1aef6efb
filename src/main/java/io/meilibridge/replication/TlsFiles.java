package io.meilibridge.replication;

import io.meilibridge.fault.ErrorCode;
import io.meilibridge.fault.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/// The certificate and key files as the driver wants them, for the time of one connection attempt.
/// The client's key is rewritten as PKCS#8 DER into a file that only this process may read: the
/// driver takes other forms only by file name, one algorithm and one set of file permissions.
record TlsFiles(TlsOptions options, @Nullable Path derKey) implements AutoCloseable {

    /// @throws SourceException when a file is missing or is not what it should be
    static TlsFiles prepare(TlsOptions options) {
        if (options.mode() == TlsOptions.Mode.DISABLE) {
            return new TlsFiles(options, null);
        }
        if (options.mode().verifies() && options.caCertificate() == null) {
            throw fault(
                    "TLS mode '"
                            + options.mode().word()
                            + "' has no CA certificate to verify with.",
                    "Set ssl.ca_cert to a PEM file with the CA that signed the server's"
                            + " certificate.",
                    null);
        }
        if ((options.clientCertificate() == null) != (options.clientKey() == null)) {
            throw fault(
                    "Of client certificate and key only one is given.",
                    "Set both ssl.client_cert and ssl.client_key, or none.",
                    null);
        }
        readable(options.caCertificate(), "CA certificate");
        readable(options.clientCertificate(), "client certificate");
        Path key = options.clientKey();
        return new TlsFiles(options, key == null ? null : rewritten(key));
    }

    private static void readable(@Nullable Path file, String what) {
        if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            throw fault(
                    "Cannot read the " + what + " '" + file + "': expected a readable PEM file.",
                    "Check the path and the file's permissions.",
                    null);
        }
    }

    private static Path rewritten(Path key) {
        readable(key, "client key");
        try {
            byte[] der =
                    PemKey.toPkcs8(
                            Files.readString(key, java.nio.charset.StandardCharsets.ISO_8859_1));
            // Made readable for its owner alone where the file system knows owners.
            Path file = Files.createTempFile("meilibridge-", ".pk8");
            Files.write(file, der);
            return file;
        } catch (IOException e) {
            throw fault("Cannot read the client key '" + key + "'.", "Check the file.", e);
        } catch (IllegalArgumentException e) {
            throw fault(
                    "Cannot use the client key '" + key + "': " + e.getMessage(),
                    "Give an unencrypted PEM key: openssl pkcs8 -topk8 -nocrypt -in key.pem -out"
                            + " plain.pem",
                    e);
        }
    }

    private static SourceException fault(String message, String hint, @Nullable Throwable cause) {
        return new SourceException(ErrorCode.TLS_FAILED, message, hint, cause);
    }

    void addTo(Properties properties) {
        PGProperty.SSL_MODE.set(properties, options.mode().word());
        if (options.caCertificate() != null) {
            PGProperty.SSL_ROOT_CERT.set(properties, options.caCertificate().toString());
        }
        if (options.clientCertificate() != null && derKey != null) {
            PGProperty.SSL_CERT.set(properties, options.clientCertificate().toString());
            PGProperty.SSL_KEY.set(properties, derKey.toString());
        }
    }

    @Override
    public void close() {
        if (derKey != null) {
            try {
                Files.deleteIfExists(derKey);
            } catch (IOException e) {
                System.getLogger(TlsFiles.class.getName())
                        .log(System.Logger.Level.WARNING, "could not delete a rewritten key", e);
            }
        }
    }
}
