package io.meilibridge.task;

import io.meilibridge.event.Column;
import io.meilibridge.event.Relation;
import io.meilibridge.event.Row;
import io.meilibridge.pgtype.TypeCodec;
import io.meilibridge.pgtype.TypeCodecs;
import io.meilibridge.pgtype.TypeOptions;
import io.meilibridge.replication.PgConnections;
import io.meilibridge.replication.RowReader;
import io.meilibridge.step.RowSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads rows of one source again, on a connection of its own that is opened at the first need.
/// Used by the source's reader; [#close()] after it has ended.
public final class RowsAgain implements Rereading, AutoCloseable {

    /// How long a commit that the stream has shown may stay invisible to others.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RowReader reader;

    public RowsAgain(PgConnections connections) {
        this.reader = new RowReader(connections, PATIENCE);
    }

    @Override
    public RowSource seeing(int[] xids) {
        return (relation, keyColumns, keys) -> read(relation, keyColumns, keys, xids);
    }

    private List<Row> read(Relation relation, int[] keyColumns, List<Row> keys, int[] xids) {
        List<String> names = new ArrayList<>();
        List<TypeCodec> codecs = new ArrayList<>();
        for (int column : keyColumns) {
            Column key = relation.columns().get(column);
            names.add(key.name());
            codecs.add(TypeCodecs.of(key.type(), TypeOptions.DEFAULTS));
        }
        List<List<String>> texts = new ArrayList<>(keys.size());
        for (Row row : keys) {
            List<String> text = new ArrayList<>(keyColumns.length);
            for (int i = 0; i < keyColumns.length; i++) {
                text.add(codecs.get(i).text(row, keyColumns[i]));
            }
            texts.add(text);
        }
        return List.copyOf(reader.read(relation, names, texts, xids).values());
    }

    @Override
    public void close() {
        reader.close();
    }
}
