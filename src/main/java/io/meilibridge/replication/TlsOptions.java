package io.meilibridge.replication;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How much of the connection to the server is protected.
///
/// @param caCertificate PEM, one or several; needed by the verifying modes, unused by the others
/// @param clientCertificate PEM, the whole chain with the client's own first
/// @param clientKey PEM, unencrypted: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC)
public record TlsOptions(
        Mode mode,
        @Nullable Path caCertificate,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey) {

    /// As `sslmode` of libpq.
    public enum Mode {
        /// Never.
        DISABLE("disable"),
        /// Only where the server insists.
        ALLOW("allow"),
        /// Where the server can, and whoever it is.
        PREFER("prefer"),
        /// Always, whoever the server is.
        REQUIRE("require"),
        /// Always, with a certificate that the CA signed.
        VERIFY_CA("verify-ca"),
        /// Always, with a certificate that the CA signed for this very host name.
        VERIFY_FULL("verify-full");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /// The word that stands for the mode in configurations and URLs.
        public String word() {
            return word;
        }

        /// @throws IllegalArgumentException when the word is none of the six
        public static Mode of(String word) {
            for (Mode mode : values()) {
                if (mode.word.equals(word)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException(
                    "TLS mode '"
                            + word
                            + "' is none of disable, allow, prefer, require, verify-ca,"
                            + " verify-full.");
        }

        public boolean verifies() {
            return this == VERIFY_CA || this == VERIFY_FULL;
        }

        /// Whether a connection without TLS is refused.
        public boolean insists() {
            return this == REQUIRE || verifies();
        }
    }

    public static final TlsOptions DISABLE = of(Mode.DISABLE);
    public static final TlsOptions PREFER = of(Mode.PREFER);

    public TlsOptions {
        Objects.requireNonNull(mode, "mode is null");
    }

    public static TlsOptions of(Mode mode) {
        return new TlsOptions(mode, null, null, null);
    }
}
