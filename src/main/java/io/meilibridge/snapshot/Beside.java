package io.meilibridge.snapshot;

/// What rows are read beside, which decides how they are put in order.
public sealed interface Beside {

    /// Nothing: the stream has not begun, and will begin where the snapshot ends. So nothing of it
    /// can be newer.
    ///
    /// @param snapshot the name under which it was exported
    record Nothing(String snapshot) implements Beside {}

    /// The stream.
    ///
    /// @param epoch grows each time it is opened; what was begun in another one is void
    record Stream(long epoch, DeliveredTransactions delivered) implements Beside {}
}
