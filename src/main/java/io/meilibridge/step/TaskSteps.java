package io.meilibridge.step;

/// Interim.
public final class TaskSteps {}
