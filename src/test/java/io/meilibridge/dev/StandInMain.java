package io.meilibridge.dev;

import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import java.util.Arrays;
import java.util.List;

/// The stand-in as a process that takes the options that dev mode gives a real Meilisearch.
public final class StandInMain {

    private StandInMain() {}

    public static void main(String... arguments) throws InterruptedException {
        List<String> words = Arrays.asList(arguments);
        String address = words.get(words.indexOf("--http-addr") + 1);
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (MeilisearchStandIn _ = MeilisearchStandIn.start(Options.standard().withPort(port))) {
            Thread.currentThread().join();
        }
    }
}
