package io.meilibridge.bench;

import io.meilibridge.event.Lsn;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.pgoutput.message.Commit;
import io.meilibridge.pgoutput.message.InsertMessage;
import io.meilibridge.pgoutput.message.PgOutputMessage;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.replication.PGReplicationStream;

/// The order in which concurrent single-row transactions were committed, as the WAL has it.
final class CommitOrder {

    /// @param end first byte after the transaction: settled when the slot is confirmed up to here
    record Entry(long id, Lsn end) {}

    private CommitOrder() {}

    /// Reads so many transactions of one insert each from a slot, and drops it.
    static List<Entry> read(Drain drain, String slot, int count) throws SQLException {
        PgOutputDecoder decoder = new PgOutputDecoder(ProtocolOptions.version1());
        List<Entry> order = new ArrayList<>(count);
        try (Connection connection = drain.replication();
                PGReplicationStream stream = Drain.open(connection, slot)) {
            long id = 0;
            while (order.size() < count) {
                ByteBuffer message = stream.read();
                byte[] bytes = new byte[message.remaining()];
                message.get(bytes);
                PgOutputMessage decoded = decoder.decode(bytes, 0);
                if (decoded instanceof InsertMessage insert) {
                    id = Long.parseLong(insert.row().text(0));
                } else if (decoded instanceof Commit commit && id != 0) {
                    order.add(new Entry(id, commit.endLsn()));
                    id = 0;
                }
            }
        } finally {
            drain.dropSlot(slot);
        }
        return order;
    }
}
