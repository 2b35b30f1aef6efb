package io.meilibridge.relief;

import java.util.Optional;

/// Where batches are put aside: queues of numbered entries that are written once, beyond the
/// process.
///
/// A queue knows up to which number its entries are done with. What is done with is removed in the
/// same step in which that number is raised, so an entry that is missing without being done with is
/// lost, and so is a queue that does not know the number.
///
/// Every method throws a [io.meilibridge.fault.CheckpointException]: RELIEF_UNAVAILABLE when the
/// store cannot be reached, read or written. What should have been written may or may not stand
/// then. No call waits without a limit. Thread-safe.
public interface ReliefStore extends AutoCloseable {

    /// @throws io.meilibridge.fault.CheckpointException RELIEF_UNSAFE when what is written would
    ///   not be safe there
    void requireSafe();

    /// Makes a queue, of which nothing is done with. Durable on return.
    void begin(String queue);

    /// Puts an entry aside. Durable on return: it survives the end of the store's process and the
    /// loss of its machine's memory.
    ///
    /// @param number from 1, one more each time
    void append(String queue, long number, byte[] entry);

    /// The entry of that number; empty when there is none.
    Optional<byte[]> entry(String queue, long number);

    /// Up to which number entries are done with; empty when there is no such queue.
    Optional<Long> done(String queue);

    /// Entries are done with, up to this number, and removed. Need not be durable.
    ///
    /// @param from the first that is not removed yet
    void done(String queue, long from, long upTo);

    /// Removes a queue with all that it holds.
    void drop(String queue);

    /// Idempotent. What was put aside stays.
    @Override
    void close();
}
