package io.meilibridge.config.settings;

/// Parallel lanes in a table's steps, chosen by document id.
public record LaneSettings(boolean enabled, int workersPerTable, boolean workStealing) {}
