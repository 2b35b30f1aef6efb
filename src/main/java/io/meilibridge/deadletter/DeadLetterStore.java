package io.meilibridge.deadletter;

import java.util.Collection;
import java.util.List;

/// Keeps dead letters beyond the process.
///
/// The contract of every implementation:
/// - **Durable on return**: what [#put] and [#remove] did survives the end of the process, and as
///   far as the implementation says, of the machine. When one throws, it may or may not stand.
/// - **One of an id**: [#put] replaces the one that is there.
/// - **Never silently empty**: a store that cannot be read throws.
/// - **Thread-safe.**
///
/// Every method throws [CheckpointException]: STORE_UNAVAILABLE when the store cannot be reached,
/// read or written, STORE_CORRUPT when what it holds is not what was written.
public interface DeadLetterStore {

    void put(DeadLetter letter);

    /// Those that are not there are ignored.
    void remove(Collection<String> ids);

    /// Every one of them, in no order.
    List<DeadLetter> all();
}
