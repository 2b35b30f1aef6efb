package io.meilibridge.camel;

import io.meilibridge.task.SyncTask;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.processor.aggregate.DefaultAggregateController;

/// What one sync task's route is given beside its template: how its batches gather and the one
/// thread that sends them.
final class TaskRoute implements AutoCloseable {

    private final SyncTask task;
    private final DefaultAggregateController controller = new DefaultAggregateController();
    private final Gathering gathering;
    private final ExecutorService sendingThread;

    TaskRoute(SyncTask task, LaneClock clock) {
        this.task = task;
        this.gathering = new Gathering(task, controller, clock);
        this.sendingThread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("send-" + task.id()).daemon().factory());
    }

    /// Makes the task's instance of its route template.
    void add(CamelContext context) {
        String name = task.id();
        context.getRegistry().bind("gathering:" + name, gathering);
        context.getRegistry().bind("controller:" + name, controller);
        context.getRegistry().bind("sending:" + name, sendingThread);
        TemplatedRouteBuilder.builder(context, task.definition().route())
                .parameter("task", name)
                .parameter("gathering", "#gathering:" + name)
                .parameter("gatheringController", "#controller:" + name)
                .parameter("sendingThread", "#sending:" + name)
                .add();
    }

    SyncTask task() {
        return task;
    }

    /// Sends what has gathered, whether or not its index is free.
    void sendNow() {
        gathering.sendNow();
    }

    /// Ends a delivery that still waits or is on its way; what it held stays unsettled.
    @Override
    public void close() {
        gathering.close();
        sendingThread.shutdownNow();
    }
}
