package io.meilibridge.snapshot;

import io.meilibridge.document.Windows;
import io.meilibridge.event.TableName;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.PublicationState.PublishedTable;

/// What the readers of a full sync have to know of its sync task.
///
/// @param published what the publication publishes of the table
/// @param windows of the sync task
public record TableReading(
        PgConnections connections, TableName table, PublishedTable published, Windows windows) {}
