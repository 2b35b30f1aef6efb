/// What is known of the pipeline at this moment: how far each source is behind, what each task has
/// done, and what the server's catalog says of the slots. Metrics, health checks and the API all
/// read it here.
@NullMarked
package io.meilibridge.telemetry.status;

import org.jspecify.annotations.NullMarked;
