package io.meilibridge.config.key;

import java.util.ArrayList;
import java.util.List;

/// Another place at which a key may be written. Both places are paths of names, `[]` after the name
/// of a list; what stands before the last `[]` is the same in both.
public record Move(String from, String to) {

    /// Every other place, in the order in which they have to be resolved: what one resolves to may
    /// be the start of the next.
    public static final List<Move> ALL = all();

    private static List<Move> all() {
        List<Move> moves = new ArrayList<>();
        moves.add(new Move("postgresql", "source.postgresql"));
        moves.add(new Move("replication", "source.postgresql.replication"));
        for (String source : List.of("source", "sources[]")) {
            String database = source + ".postgresql";
            for (String name : SourceKeys.POSTGRESQL.names()) {
                moves.add(new Move(source + "." + name, database + "." + name));
            }
            moves.add(new Move(source + ".username", database + ".user"));
            moves.add(new Move(source + ".ssl_mode", database + ".ssl.mode"));
            for (String name : SourceKeys.REPLICATION.names()) {
                moves.add(new Move(source + "." + name, database + ".replication." + name));
            }
            moves.add(new Move(database + ".username", database + ".user"));
            moves.add(new Move(database + ".ssl_mode", database + ".ssl.mode"));
        }
        moves.add(new Move("sync_tasks[].source.table", "sync_tasks[].table"));
        moves.add(new Move("sync_tasks[].destination.index", "sync_tasks[].index"));
        return List.copyOf(moves);
    }
}
