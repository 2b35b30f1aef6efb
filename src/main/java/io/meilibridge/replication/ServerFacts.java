package io.meilibridge.replication;

import io.meilibridge.event.Lsn;

/// What the server says of itself to `IDENTIFY_SYSTEM` and of its version.
///
/// @param versionNumber `server_version_num`, such as 180001
/// @param systemIdentifier the cluster's, unsigned 64 bit in decimal; a copy of the cluster has the
///   same, a dump restored elsewhere another
/// @param timeline grows at each promotion of a standby
/// @param flushLsn how far the WAL is on disk
public record ServerFacts(int versionNumber, String systemIdentifier, int timeline, Lsn flushLsn) {

    public static final int OLDEST_MAJOR = 14;

    public int major() {
        return versionNumber / 10_000;
    }
}
