package io.meilibridge.replication;

import io.meilibridge.event.Lsn;

/// Where the cluster's history left a timeline for the next: WAL of `timeline` past `end` is not
/// part of what the server now has.
public record TimelineSwitch(int timeline, Lsn end) {}
