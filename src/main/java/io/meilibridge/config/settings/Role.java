package io.meilibridge.config.settings;

/// What a caller may do; each role includes those below it.
public enum Role {
    ADMIN,
    OPERATOR,
    READ;

    /// Whether who has this role may do what needs the other.
    public boolean includes(Role needed) {
        return compareTo(needed) <= 0;
    }
}
