package io.meilibridge.meilisearch.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The server under test: a new stand-in for each test, or the real one that the environment names,
/// where every index that a test asked a name for is deleted afterwards.
final class MeilisearchTarget implements BeforeEachCallback, AfterEachCallback {

    /// What sort of server a test can run against.
    enum Sort {
        ANY,
        WITH_MASTER_KEY,
        WITHOUT_MASTER_KEY
    }

    private static final String STAND_IN_KEY = "master-key-of-the-stand-in";
    private static final Duration TASK_LIMIT = Duration.ofSeconds(60);

    private final ObjectMapper mapper = new ObjectMapper();
    private final List<String> indexes = new ArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Sort sort;
    private String url = "";
    private @Nullable String key;
    private @Nullable HttpClient client;

    MeilisearchTarget(Sort sort) {
        this.sort = sort;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String real = System.getenv("MEILISEARCH_URL");
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        opened.add(http);
        client = http;
        if (real == null || real.isBlank()) {
            key = sort == Sort.WITH_MASTER_KEY ? STAND_IN_KEY : null;
            Options options = Options.standard();
            MeilisearchStandIn standIn =
                    MeilisearchStandIn.start(key == null ? options : options.withMasterKey(key));
            opened.add(standIn);
            url = standIn.url();
            return;
        }
        url = real;
        key = System.getenv("MEILISEARCH_API_KEY");
        Assumptions.assumeFalse(
                sort == Sort.WITH_MASTER_KEY && key == null, "The server has no master key.");
        Assumptions.assumeFalse(
                sort == Sort.WITHOUT_MASTER_KEY && key != null, "The server has a master key.");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (String index : indexes) {
            finished(delete("/indexes/" + index));
        }
        indexes.clear();
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        opened.clear();
    }

    /// A name that no other test uses.
    String index(String name) {
        String unique = "contract_" + name + "_" + UUID.randomUUID().toString().substring(0, 8);
        indexes.add(unique);
        return unique;
    }

    /// An index of that name whose primary key is `id`.
    String existingIndex(String name) {
        String uid = index(name);
        String body = "{\"uid\":\"%s\",\"primaryKey\":\"id\"}".formatted(uid);
        finished(post("/indexes", body));
        return uid;
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Reply put(String path, String json) {
        return send("PUT", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Reply patch(String path, String json) {
        return send("PATCH", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /// @param contentType null for none
    Reply send(String method, String path, @Nullable String contentType, byte[] body) {
        HttpRequest.Builder request =
                request(path).method(method, BodyPublishers.ofByteArray(body));
        return send(contentType == null ? request : request.header("Content-Type", contentType));
    }

    /// With the key where there is one.
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = bare(path);
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    /// Without a key.
    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(TASK_LIMIT);
    }

    Reply send(HttpRequest.Builder request) {
        if (client == null) {
            throw new IllegalStateException("The test has not begun.");
        }
        try {
            HttpResponse<byte[]> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            byte[] body = response.body();
            return new Reply(
                    response.statusCode(),
                    body.length == 0 ? MissingNode.getInstance() : mapper.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Waits for the task that the reply announces.
    ///
    /// @return its view
    JsonNode finished(Reply accepted) {
        if (!accepted.body().has("taskUid")) {
            throw new AssertionError("No task was registered: " + accepted);
        }
        long end = System.nanoTime() + TASK_LIMIT.toNanos();
        while (true) {
            JsonNode task = get("/tasks/" + accepted.text("taskUid")).body();
            switch (task.path("status").asText()) {
                case "succeeded", "failed", "canceled" -> {
                    return task;
                }
                default -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("The task did not finish in time: " + task);
            }
        }
    }

    /// Adds documents and waits for it.
    JsonNode add(String index, String json) {
        return finished(post("/indexes/" + index + "/documents", json));
    }

    /// What an index with the key `id` holds, by id.
    Map<String, JsonNode> documents(String index) {
        Map<String, JsonNode> byId = new TreeMap<>();
        JsonNode page = get("/indexes/" + index + "/documents?limit=10000").body();
        page.path("results").forEach(one -> byId.put(one.path("id").asText(), one));
        return byId;
    }

    JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
