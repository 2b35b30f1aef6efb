package io.meilibridge.task;

import io.meilibridge.checkpoint.CheckpointKeeper;
import io.meilibridge.checkpoint.DeliveryLedger;
import io.meilibridge.replication.PublicationState.PublishedTable;
import io.meilibridge.replication.WalStream;
import java.util.Map;

/// A stream that is open, with what keeps its positions. Ledger and keeper live on when the stream
/// is opened anew.
///
/// @param epoch grows each time the stream is opened
/// @param hearing told when the server was heard of
/// @param published what the publication publishes of each task's table, by task
public record OpenedStream(
        WalStream stream,
        DeliveryLedger ledger,
        CheckpointKeeper keeper,
        ChunkRouter router,
        long epoch,
        Hearing hearing,
        Map<String, PublishedTable> published) {}
