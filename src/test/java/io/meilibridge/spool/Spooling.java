package io.meilibridge.spool;

import io.meilibridge.event.Lsn;
import io.meilibridge.event.WalChunk;
import io.meilibridge.pgoutput.PgOutputDecoder;
import io.meilibridge.pgoutput.ProtocolOptions;
import io.meilibridge.pgoutput.StreamingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A stream of protocol 3 with blocks, what becomes of it, and what is told of prepared
/// transactions.
final class Spooling implements AutoCloseable {

    private final SpoolFolder folder;
    private final PgOutputDecoder decoder = Messages.decoder();
    private final List<String> told = new ArrayList<>();
    private final WholeTransactions whole;

    Spooling(Path path) {
        folder = new SpoolFolder(path);
        whole =
                new WholeTransactions(
                        new ProtocolOptions(3, StreamingMode.ON),
                        folder,
                        new Prepared() {
                            @Override
                            public void undecided(int xid, Lsn prepareLsn) {
                                told.add("undecided " + xid + " " + prepareLsn.value());
                            }

                            @Override
                            public void committed(int xid, Lsn endLsn) {
                                told.add("committed " + xid + " " + endLsn.value());
                            }

                            @Override
                            public void rolledBack(int xid) {
                                told.add("rolled back " + xid);
                            }
                        });
    }

    WholeTransactions whole() {
        return whole;
    }

    List<String> told() {
        return told;
    }

    long bytes() {
        return folder.bytes();
    }

    /// What comes of one chunk, decoded as protocol 1.
    List<String> of(byte[]... frames) {
        List<String> texts = new ArrayList<>();
        WalChunk chunk = whole.of(Messages.chunk(frames));
        while (chunk != null) {
            texts.addAll(Messages.texts(decoder, chunk));
            chunk = whole.next();
        }
        return texts;
    }

    @Override
    public void close() {
        whole.close();
    }
}
