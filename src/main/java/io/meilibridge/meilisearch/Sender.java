package io.meilibridge.meilisearch;

import io.meilibridge.fault.PipelineException;
import java.time.Duration;

/// What a delivery asks and tells of the sync task whose batch it carries.
public interface Sender {

    /// The sync task's id.
    String task();

    /// What the task's document ids begin with; empty when the index is the task's alone.
    String idPrefix();

    /// Whether the task still sends. Once it does not, its deliveries end where they are and their
    /// changes stay unsettled.
    boolean isSending();

    /// Whether a request may be made now. While it may not, what the task sends waits.
    default boolean maySend() {
        return true;
    }

    /// The task cannot go on: it is stopped, loudly, and its position stays where it is.
    void stop(PipelineException fault);

    /// A document of the task is refused for good: it is kept as a dead letter, durably on return.
    ///
    /// @throws PipelineException when it cannot be kept, or is not to be: the task has to stop then
    void refused(Refusal refusal);

    /// How long to wait before try number n of a request, n from 1.
    Duration backoff(int attempt);

    /// A fault was met with which the task goes on all the same.
    default void met(PipelineException fault) {}

    /// A request failed in a way that passes by itself and is sent again after the given time.
    void retrying(PipelineException fault, Duration backoff);

    /// The server spent this time on that many documents of a batch of its own.
    void measured(int documents, Duration taken);

    /// A request was answered as hoped.
    void recovered();
}
