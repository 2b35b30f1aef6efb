package io.meilibridge.event;

/// Where a change stands in the stream: the LSN of its transaction's commit record and its ordinal
/// in that transaction, from 0. The total order of change events. LSNs of single changes are not
/// used for order: several changes share one, and they are not monotonic on the wire.
public record Position(Lsn commitLsn, long ordinal) implements Comparable<Position> {

    public Position {
        if (ordinal < 0) {
            throw new IllegalArgumentException("Ordinal " + ordinal + " is negative.");
        }
    }

    @Override
    public int compareTo(Position other) {
        int byCommit = commitLsn.compareTo(other.commitLsn);
        return byCommit != 0 ? byCommit : Long.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return commitLsn + "#" + ordinal;
    }
}
