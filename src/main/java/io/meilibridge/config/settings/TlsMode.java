package io.meilibridge.config.settings;

/// How a connection is encrypted and the server checked, as libpq's `sslmode`.
public enum TlsMode {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL
}
