package io.meilibridge.config.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Encryption of the connections to a database.
///
/// @param clientKey PEM or PKCS-8 DER
public record TlsSettings(
        TlsMode mode,
        @Nullable Path caCertificate,
        @Nullable Path clientCertificate,
        @Nullable Path clientKey) {}
