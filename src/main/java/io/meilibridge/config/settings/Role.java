package io.meilibridge.config.settings;

/// What a caller may do; each role includes those below it.
public enum Role {
    ADMIN,
    OPERATOR,
    READ
}
