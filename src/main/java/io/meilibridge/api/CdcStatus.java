package io.meilibridge.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// All that runs.
///
/// @param paused whether every sync task is paused
@Schema(description = "All sources and sync tasks.")
public record CdcStatus(boolean paused, List<SourceView> sources, List<TaskView> tasks) {}
