package io.meilibridge.camel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.deadletter.DeadLetter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/// Tells the `dead-letter` route of each dead letter, one after the other on a thread of its own.
/// May be called by any thread, which it does not hold up.
final class DeadLetterAlerts implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DeadLetterAlerts.class.getName());

    private static final int WAITING_MAX = 1000;

    private final ProducerTemplate producer;
    private final ExecutorService thread =
            new ThreadPoolExecutor(
                    0,
                    1,
                    1,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofVirtual().name("dead-letter-alerts").factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    DeadLetterAlerts(CamelContext camel) {
        this.producer = camel.createProducerTemplate();
    }

    void tell(DeadLetter letter) {
        thread.execute(() -> send(letter));
    }

    private void send(DeadLetter letter) {
        Exception failure =
                producer.send(
                                "direct:dead-letter",
                                exchange -> exchange.getMessage().setBody(json(letter)))
                        .getException();
        if (failure != null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "route ''dead-letter'' failed for {0}: {1}",
                    letter.id(),
                    String.valueOf(failure.getMessage()));
        }
    }

    private static String json(DeadLetter letter) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("id", letter.id());
        fields.put("task", letter.task());
        fields.put("table", letter.table().toString());
        fields.put("document_id", letter.documentId());
        fields.put("code", letter.code().name());
        fields.put("reason", letter.reason());
        fields.put("lsn", letter.position().commitLsn().toString());
        fields.put("at", letter.at().toString());
        return fields.toString();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
