package io.meilibridge.telemetry.capture;

import io.meilibridge.task.SeenChange;

/// A change that was kept. Holds its row's bytes, and renders nothing until it is asked for.
public record Captured(String source, SeenChange change) {}
