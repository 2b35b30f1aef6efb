package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointKeeper;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.WalStream;
import io.meilibridge.spool.WholeTransactions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stream that is open, with what keeps its positions. Ledger and keeper live on when the stream
/// is opened anew.
///
/// @param epoch grows each time the stream is opened
/// @param hearing told when the server was heard of
/// @param published what the publication publishes of each task's table, by task
/// @param whole keeps transactions until they are whole; null where the server sends none but those
public record OpenedStream(
        WalStream stream,
        DeliveryLedger ledger,
        CheckpointKeeper keeper,
        ChunkRouter router,
        long epoch,
        Hearing hearing,
        Map<String, PublishedTable> published,
        @Nullable WholeTransactions whole) {

    /// Ends the stream, and throws away what it sent of transactions in progress. On the reader's
    /// thread.
    void close() {
        stream.close();
        if (whole != null) {
            whole.close();
        }
    }
}
