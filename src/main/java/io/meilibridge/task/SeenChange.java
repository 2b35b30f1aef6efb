package io.meilibridge.task;

import io.meilibridge.event.ChangeEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change as the stream has it, before any task is asked.
///
/// @param xid of its transaction, unsigned 32 bit
/// @param commitTime by the server's clock
/// @param bytes of its message
public record SeenChange(ChangeEvent event, int xid, @Nullable Instant commitTime, int bytes) {}
