package io.meilibridge.dev.meilisearch.route;

import io.meilibridge.dev.http.HttpResponse;
import java.io.IOException;
import java.util.List;

/// Finds the route of a request.
public final class Routes {

    private final InstanceRoutes whole = new InstanceRoutes();
    private final IndexRoutes indexes = new IndexRoutes();
    private final DocumentWriteRoutes writes = new DocumentWriteRoutes();
    private final DocumentReadRoutes reads = new DocumentReadRoutes();
    private final SettingsRoutes settings = new SettingsRoutes();
    private final SearchRoutes searches = new SearchRoutes();
    private final TaskRoutes tasks = new TaskRoutes();
    private final KeyRoutes keys = new KeyRoutes();

    /// @throws io.meilibridge.dev.meilisearch.error.RequestRefusedException with the error to
    ///   answer
    public HttpResponse answer(Call call) throws IOException {
        List<String> path = call.path();
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "health", "version", "stats", "swap-indexes" -> whole.answer(call);
            case "tasks" -> tasks.answer(call);
            case "keys" -> keys.answer(call);
            case "multi-search" -> searches.multi(call);
            case "indexes" -> path.size() < 3 ? indexes.answer(call) : ofIndex(call);
            default -> unknown();
        };
    }

    private HttpResponse ofIndex(Call call) throws IOException {
        return switch (call.path().get(2)) {
            case "documents" -> documents(call);
            case "settings" -> settings.answer(call);
            case "search" -> searches.answer(call);
            case "stats", "compact" -> indexes.answer(call);
            default -> unknown();
        };
    }

    private HttpResponse documents(Call call) throws IOException {
        boolean fetches = call.path().size() == 4 && call.path().get(3).equals("fetch");
        boolean reading = call.method().equals("GET") || (call.method().equals("POST") && fetches);
        return reading ? reads.answer(call) : writes.answer(call);
    }

    /// What the framework under the real server answers to a path it does not know.
    static HttpResponse unknown() {
        return HttpResponse.empty(404);
    }

    static HttpResponse wrongMethod() {
        return HttpResponse.empty(405);
    }
}
