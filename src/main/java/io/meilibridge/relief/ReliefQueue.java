package io.meilibridge.relief;

import io.meilibridge.fault.Failpoints;
import java.util.HashSet;
import java.util.Set;

/// A queue of what was put aside, as this process knows it: how far its entries are sent and
/// settled. Entries are settled by any thread; all else is the sending thread's.
final class ReliefQueue {

    private static final boolean OUT_OF_ORDER = Failpoints.on("relief-out-of-order");

    private final String name;

    // Guarded by this.
    private final Set<Long> settled = new HashSet<>();
    private boolean takesMore;
    private boolean known;
    private long done;
    private long next = 1;
    private long last;
    private long round;
    private boolean failed;

    private ReliefQueue(String name, long last, boolean takesMore) {
        this.name = name;
        this.last = last;
        this.takesMore = takesMore;
        this.known = takesMore;
    }

    /// One that this process makes.
    static ReliefQueue begun(String name) {
        return new ReliefQueue(name, 0, true);
    }

    /// One of which a note tells. It gets no entries any more.
    static ReliefQueue found(ReliefNote.Queue noted) {
        return new ReliefQueue(noted.name(), noted.last(), false);
    }

    String name() {
        return name;
    }

    synchronized ReliefNote.Queue noted() {
        return new ReliefNote.Queue(name, last);
    }

    /// Whether it is known how far it is done with.
    synchronized boolean isKnown() {
        return known;
    }

    synchronized boolean takesMore() {
        return takesMore;
    }

    /// It gets no entries any more: what it holds beyond its last one is none of it.
    synchronized void close() {
        takesMore = false;
    }

    synchronized long last() {
        return last;
    }

    synchronized void last(long number) {
        last = number;
    }

    /// Its entries up to this one are done with, whoever has settled them.
    synchronized void doneUpTo(long number) {
        known = true;
        done = Math.max(done, number);
        next = Math.max(next, done + 1);
        settled.removeIf(each -> each <= done);
    }

    synchronized long done() {
        return done;
    }

    synchronized boolean isDone() {
        return done >= last;
    }

    /// Entries that are not done with.
    synchronized long size() {
        return Math.max(0, last - done);
    }

    /// The number of the next entry to be sent.
    synchronized long next() {
        return OUT_OF_ORDER ? last + done + 1 - next : next;
    }

    /// Whether there is one, and not too many are sent and not settled.
    ///
    /// @param unsettledMax how many are
    synchronized boolean sendsNext(int unsettledMax) {
        if (failed) {
            // Those behind the one that was given up may have been sent before it, so all go again.
            failed = false;
            round++;
            next = done + 1;
            settled.clear();
        }
        return next <= last && next - 1 - done - settled.size() < unsettledMax;
    }

    /// The next entry is being sent.
    ///
    /// @return in which round
    synchronized long sends() {
        next++;
        return round;
    }

    /// It was not sent after all.
    synchronized void returned() {
        next--;
    }

    /// An entry is settled.
    synchronized void settled(long number, long ofRound) {
        if (ofRound == round) {
            settled.add(number);
            notifyAll();
        }
    }

    /// An entry was given up as things are, so that it is to be sent again.
    synchronized void givenUp(long ofRound) {
        if (ofRound == round) {
            failed = true;
            notifyAll();
        }
    }

    /// Up to which number all are settled.
    synchronized long settledUpTo() {
        long upTo = done;
        while (settled.contains(upTo + 1)) {
            upTo++;
        }
        return upTo;
    }

    /// Waits a little for an entry to be settled or given up.
    @SuppressWarnings("WaitNotInLoop") // Whoever waits looks again anyway.
    synchronized void awaitChange(long millisMax) throws InterruptedException {
        if (settledUpTo() == done && !failed) {
            wait(millisMax);
        }
    }
}
