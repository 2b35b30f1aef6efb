package io.meilibridge.dev;

import io.meilibridge.config.Configuration;
import io.meilibridge.config.quarkus.QuarkusProperties;
import io.meilibridge.dev.shop.ShopDatabase;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Gives the application what its configuration does not name: a source with the demo shop, sync
/// tasks for it, a Meilisearch. What is configured is left alone.
@ApplicationScoped
@IfBuildProfile("dev")
public class DevMode {

    /// Relative to the project, which dev mode runs in.
    private static final Path TASKS = Path.of("src", "dev", "shop", "sync-tasks.yaml");

    private @Nullable Guide guide;
    private boolean showsShop;

    /// Before the configuration is read for the pipeline. Servers that run since before a live
    /// reload are kept.
    void prepare(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
            throws IOException {
        DevProperties.forgetConfiguration();
        Set<String> given =
                Configuration.givenKeys(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        boolean needsShop = !given.contains("sources") && !hasAddress(given);
        boolean needsSearch = !given.contains("meilisearch.url");
        startMissing(needsShop, needsSearch);
        Map<String, String> keys = new TreeMap<>();
        if (needsShop) {
            Path folder = Path.of(known("postgres", "folder"));
            keys.putAll(shop(given, known("postgres", "postgres"), folder));
        }
        if (needsSearch) {
            keys.put("meilisearch.url", known("meilisearch", "meilisearch"));
        }
        DevProperties.configure(keys);
        showsShop = needsShop && !given.contains("sync_tasks");
    }

    private static boolean hasAddress(Set<String> given) {
        return given.contains("source.postgresql.host") || given.contains("source.postgresql.url");
    }

    private static void startMissing(boolean needsShop, boolean needsSearch) throws IOException {
        List<String> missing = new ArrayList<>();
        if (needsShop && DevProperties.server("postgres", "postgres") == null) {
            missing.add("postgres");
        }
        if (needsSearch && DevProperties.server("meilisearch", "meilisearch") == null) {
            missing.add("meilisearch");
        }
        if (!missing.isEmpty()) {
            Map<String, String> said = ServersProcess.start(ProcessHandle.current(), missing);
            missing.forEach(server -> DevProperties.rememberServer(server, said));
        }
    }

    /// What to say for the shop, beside what is said already.
    ///
    /// @param folder of the embedded server
    static Map<String, String> shop(Set<String> given, String port, Path folder)
            throws IOException {
        Map<String, String> keys = new TreeMap<>();
        keys.put("source.postgresql.host", "localhost");
        keys.put("source.postgresql.port", port);
        keys.put("source.postgresql.database", ShopDatabase.NAME);
        keys.put("source.postgresql.user", ShopDatabase.NAME);
        if (!given.contains("sync_tasks")) {
            keys.put("sync_tasks", Files.readString(TASKS));
        }
        // Positions in the embedded server mean nothing once it is gone.
        if (!given.contains("checkpoint") && !given.contains("redis.url")) {
            keys.put("checkpoint.path", folder.resolve("checkpoints").toString());
        }
        return keys;
    }

    private static String known(String server, String name) {
        String value = DevProperties.server(server, name);
        if (value == null) {
            throw new IllegalStateException("The process of " + server + " has ended.");
        }
        return value;
    }

    /// After the pipeline was started.
    void show(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event) {
        Configuration.Loaded loaded =
                Configuration.load(QuarkusProperties.inputs(ConfigProvider.getConfig()));
        if (showsShop && loaded instanceof Configuration.Loaded.Usable usable) {
            String search = DevProperties.server("meilisearch", "meilisearch.description");
            guide = Guide.start(usable.settings(), search == null ? "" : search);
        }
    }

    void end(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        if (guide != null) {
            guide.close();
        }
    }
}
