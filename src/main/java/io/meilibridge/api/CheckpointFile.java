package io.meilibridge.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What the export of checkpoints wrote.
@RegisterForReflection
@Schema(description = "Checkpoints as GET /api/checkpoints/export writes them.")
public record CheckpointFile(@Nullable List<@Nullable CheckpointEntry> checkpoints) {}
