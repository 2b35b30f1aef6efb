package io.meilibridge.api;

import io.meilibridge.api.Endpoints.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/// Requests that are too large, malformed, of wrong types, or dress up their path. None of them is
/// one that the API takes.
final class HostileRequests {

    private static final int LARGE = 1_100_000;

    private static final List<String> TRICKS =
            List.of(
                    "/api/../api/cdc/pause-all",
                    "/api//cdc/pause-all",
                    "/api/./cdc/pause-all",
                    "/api/cdc/pause-all;x=y",
                    "/api;/cdc/pause-all",
                    "/api/%63dc/pause-all",
                    "/api/cdc%2fpause-all",
                    "/api/cdc%5cpause-all",
                    "/api\\cdc\\pause-all",
                    "/api/%2e%2e/api/cdc/pause-all",
                    "/api/%252e%252e/cdc/pause-all",
                    "/api/cdc/pause-all%00",
                    "/api/cdc/pause-all%0d%0aX: y",
                    "/api/cdc/pause-all/.",
                    "/api/cdc/pause-all/..",
                    "/%c0%ae%c0%ae/api/cdc/pause-all",
                    "/api/cdc/pause-all%",
                    "/api/cdc/pause-all%zz",
                    "/API/CDC/PAUSE-ALL",
                    "//localhost/api/cdc/pause-all",
                    "http://localhost//api/cdc/pause-all",
                    "api/cdc/pause-all",
                    "/q/../api/cdc/pause-all",
                    "/health/../api/cdc/pause-all",
                    "/" + "a".repeat(3000),
                    "/" + "a".repeat(20_000));

    /// None of them is the JSON of any request.
    private static final List<String> BODIES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "nul",
                    "\"text\"",
                    "12",
                    "[]",
                    "[{}]",
                    "{\"mode\":",
                    "{\"mode\" \"swap\"}",
                    "{'mode':'swap'}",
                    "{\"mode\":\"swap\"}{}",
                    "{\"none\":1}",
                    "{\"__proto__\":{}}",
                    "{\"mode\":{}}",
                    "{\"mode\":[\"swap\"]}",
                    "{\"ids\":{}}",
                    "{\"limit\":[]}",
                    "{\"confirm\":{}}",
                    "<xml/>",
                    "a=b&c=d",
                    "\u0000",
                    "\ufeff[",
                    "{\"mode\":\"\ud800\"",
                    "[".repeat(5000),
                    "{\"a\":".repeat(5000),
                    "{\"none\":\"" + "x".repeat(100_000) + "\"}");

    private static final List<String> FULL_SYNCS =
            List.of(
                    "{\"page_size\":\"many\"}",
                    "{\"page_size\":0}",
                    "{\"page_size\":-1}",
                    "{\"page_size\":1e99}",
                    "{\"page_size\":99999999999}",
                    "{\"parallelism\":0}",
                    "{\"parallelism\":65}",
                    "{\"parallelism\":true}",
                    "{\"mode\":\"\"}",
                    "{\"mode\":\"SWAP; DROP TABLE products\"}",
                    "{\"mode\":\"swap\",\"where\":\"true\"}");

    private static final List<String> IDS =
            List.of(
                    "none",
                    "products'--",
                    "%F0%9F%92%A9",
                    "products%20",
                    "$%7Bjndi:ldap://x%7D",
                    "*",
                    "-1",
                    "x".repeat(1000));

    private static final List<String> METHODS =
            List.of("PUT", "PATCH", "DELETE", "POST", "TRACE", "CONNECT", "BREW");

    private HostileRequests() {}

    static List<RawRequest> all(Random random) {
        List<RawRequest> all = new ArrayList<>();
        for (String path : TRICKS) {
            all.add(RawRequest.of("POST", path));
        }
        List<Endpoint> taking = Endpoints.ALL.stream().filter(HostileRequests::takesBody).toList();
        for (String body : BODIES) {
            for (int i = 0; i < 5; i++) {
                Endpoint endpoint = taking.get(random.nextInt(taking.size()));
                all.add(RawRequest.with(endpoint.method(), real(endpoint), body));
            }
        }
        for (String body : FULL_SYNCS) {
            all.add(RawRequest.with("POST", "/api/sync-tasks/products/full-sync", body));
        }
        for (Endpoint endpoint : Endpoints.ALL) {
            if (endpoint.path().contains("{")) {
                String id = IDS.get(random.nextInt(IDS.size()));
                String path = endpoint.path().replaceAll("\\{[a-z]+}", quoted(id));
                all.add(RawRequest.of(endpoint.method(), path));
            }
            String other = METHODS.get(random.nextInt(METHODS.size()));
            boolean taken =
                    Endpoints.ALL.stream()
                            .anyMatch(one ->
                                    one.path().equals(endpoint.path())
                                            && one.method().equals(other));
            if (!taken) {
                all.add(RawRequest.of(other, real(endpoint)));
            }
        }
        for (Endpoint endpoint : taking) {
            all.add(RawRequest.with(endpoint.method(), real(endpoint), "x".repeat(LARGE)));
        }
        odd(all);
        return all;
    }

    private static void odd(List<RawRequest> all) {
        RawRequest post = RawRequest.of("POST", "/api/sync-tasks/products/full-sync");
        all.add(post.header("Content-Length: 99999999999999999999"));
        all.add(post.header("Content-Length: -1"));
        all.add(post.header("Content-Length: 2000000"));
        all.add(post.header("X-Large: " + "x".repeat(40_000)));
        all.add(post.header("Transfer-Encoding: nonsense"));
        all.add(RawRequest.of("GET", "/api/dead-letters?limit=many"));
        all.add(RawRequest.of("GET", "/api/dead-letters?limit=-1"));
        all.add(RawRequest.of("GET", "/api/dead-letters?limit=99999999999"));
        all.add(RawRequest.of("POST", "/api/cdc/retry?source=none"));
        all.add(RawRequest.of("GET", "/api/none"));
        all.add(RawRequest.of("GET", "/none"));
        all.add(RawRequest.of("GET", "/"));
        all.add(RawRequest.of("GET", "/.env"));
        all.add(RawRequest.of("GET", "/q/none"));
        all.add(RawRequest.of("GET", "/api"));
        all.add(new RawRequest("no version", "GET /api/cdc/status\r\n", ""));
        all.add(new RawRequest("unknown version", "GET /api/cdc/status HTTP/9.9\r\n", ""));
        all.add(new RawRequest("no request", "\u0001\u0002\u0003\r\n", ""));
        all.add(
                new RawRequest(
                        "chunked beyond the limit",
                        "POST /api/sync-tasks/products/full-sync HTTP/1.1\r\n"
                                + "Transfer-Encoding: chunked\r\n",
                        Integer.toHexString(LARGE) + "\r\n" + "x".repeat(LARGE) + "\r\n0\r\n\r\n"));
        all.add(
                new RawRequest(
                        "chunks of no length",
                        "POST /api/sync-tasks/products/full-sync HTTP/1.1\r\n"
                                + "Transfer-Encoding: chunked\r\n",
                        "zz\r\nx\r\n0\r\n\r\n"));
    }

    private static boolean takesBody(Endpoint endpoint) {
        return endpoint.path().endsWith("/full-sync")
                || endpoint.path().endsWith("/capture")
                || endpoint.path().endsWith("/test-event")
                || endpoint.path().endsWith("/import")
                || endpoint.method().equals("PUT")
                || endpoint.path().endsWith("/resync-rows")
                || endpoint.path().endsWith("/reprocess")
                || endpoint.path().endsWith("/rebuild-slot");
    }

    private static String real(Endpoint endpoint) {
        return endpoint.path().replaceAll("\\{[a-z]+}", "products");
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
