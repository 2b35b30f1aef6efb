package io.meilibridge.camel;

import io.meilibridge.fault.ConfigException;
import io.meilibridge.task.SyncTask;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.processor.aggregate.AggregateController;
import org.apache.camel.processor.aggregate.DefaultAggregateController;

/// What one sync task's route is given beside its template: how its batches gather and the one
/// thread that sends them.
final class TaskRoute implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TaskRoute.class.getName());

    private final SyncTask task;
    private final AtomicBoolean waits = new AtomicBoolean();
    private final DefaultAggregateController controller = new DefaultAggregateController();
    private final Gathering gathering;
    private final ExecutorService sendingThread;

    /// @param whole whether a transaction is to be in one batch
    TaskRoute(SyncTask task, LaneClock clock, boolean whole) {
        this.task = task;
        this.gathering = new Gathering(task, controller, clock, whole);
        this.sendingThread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("send-" + task.id()).daemon().factory());
    }

    /// Makes the task's instance of its route template.
    ///
    /// @throws ConfigException when the template is missing or at fault
    void add(CamelContext context) {
        String template = task.definition().route();
        try {
            instance(context, template, task.id(), gathering, controller, sendingThread).add();
        } catch (RuntimeException fault) {
            throw RouteFiles.fault("template '" + template + "'", fault);
        }
    }

    /// An instance of a task's template with everything that such a template may name.
    static TemplatedRouteBuilder instance(
            CamelContext context,
            String template,
            String task,
            AggregationStrategy gathering,
            AggregateController controller,
            ExecutorService sendingThread) {
        context.getRegistry().bind("gathering:" + task, gathering);
        context.getRegistry().bind("controller:" + task, controller);
        context.getRegistry().bind("sending:" + task, sendingThread);
        return TemplatedRouteBuilder.builder(context, template)
                .parameter("task", task)
                .parameter("gathering", "#gathering:" + task)
                .parameter("gatheringController", "#controller:" + task)
                .parameter("sendingThread", "#sending:" + task);
    }

    SyncTask task() {
        return task;
    }

    /// Runs something on the thread that sends the batches, between two of them; not if something
    /// of that kind waits already.
    void runBetween(Runnable work) {
        if (!waits.compareAndSet(false, true)) {
            return;
        }
        try {
            sendingThread.execute(() -> {
                waits.set(false);
                work.run();
            });
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "the route is closed");
        }
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
