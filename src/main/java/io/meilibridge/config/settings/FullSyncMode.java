package io.meilibridge.config.settings;

/// Where a full sync writes.
public enum FullSyncMode {
    /// Into the index that is searched.
    IN_PLACE,
    /// Into a shadow index that takes its place when it is complete.
    SWAP
}
