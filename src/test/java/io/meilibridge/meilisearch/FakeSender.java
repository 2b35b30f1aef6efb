package io.meilibridge.meilisearch;

import io.meilibridge.fault.PipelineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A sync task that remembers what it was told.
final class FakeSender implements Sender {

    final List<PipelineException> retries = new ArrayList<>();
    final List<Refusal> refused = new ArrayList<>();
    final List<Integer> measured = new ArrayList<>();
    @Nullable RuntimeException bug;
    @Nullable PipelineException stopped;

    int asksBeforeLeave;
    int asked;

    PipelineException stoppedBy() {
        return Objects.requireNonNull(stopped, "the task was not stopped");
    }

    @Override
    public String task() {
        return "products";
    }

    @Override
    public String idPrefix() {
        return "";
    }

    @Override
    public boolean isSending() {
        return stopped == null;
    }

    @Override
    public boolean maySend() {
        return ++asked > asksBeforeLeave;
    }

    @Override
    public void stop(PipelineException fault) {
        stopped = fault;
    }

    @Override
    public void refused(Refusal refusal) {
        if (bug != null) {
            throw bug;
        }
        refused.add(refusal);
    }

    @Override
    public void retrying(PipelineException fault, Duration backoff) {
        retries.add(fault);
    }

    @Override
    public Duration backoff(int attempt) {
        return Duration.ofMillis(1);
    }

    @Override
    public void measured(int documents, Duration taken) {
        measured.add(documents);
    }

    @Override
    public void recovered() {}
}
