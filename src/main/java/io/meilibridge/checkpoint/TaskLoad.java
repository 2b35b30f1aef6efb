package io.meilibridge.checkpoint;

/// What one task has in flight.
///
/// @param endedReceipts so far, released and abandoned
public record TaskLoad(long events, long bytes, long endedReceipts) {

    static final TaskLoad NONE = new TaskLoad(0, 0, 0);

    /// Counts it. Guarded by the ledger's lock.
    static final class Count {

        private long events;
        private long bytes;
        private long endedReceipts;

        void add(Receipt receipt) {
            events += receipt.events();
            bytes += receipt.bytes();
        }

        void remove(Receipt receipt) {
            events -= receipt.events();
            bytes -= receipt.bytes();
        }

        void end() {
            endedReceipts++;
        }

        long events() {
            return events;
        }

        long bytes() {
            return bytes;
        }

        TaskLoad now() {
            return new TaskLoad(events, bytes, endedReceipts);
        }
    }
}
