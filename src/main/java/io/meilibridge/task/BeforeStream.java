package io.meilibridge.task;

import java.util.Set;

/// What has to be done, and may be refused, before a source's stream is made use of. On the
/// reader's thread; each method throws a [io.meilibridge.fault.PipelineException] when it cannot be
/// yet.
public interface BeforeStream {

    /// The slot was got, and nothing was made of it yet.
    void slotTaken();

    /// The source begins counting on nothing but what is stored.
    ///
    /// @param anew the tasks that begin anew
    void begins(Set<String> anew);
}
