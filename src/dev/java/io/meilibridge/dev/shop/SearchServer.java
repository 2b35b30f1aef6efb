package io.meilibridge.dev.shop;

import io.meilibridge.dev.meilisearch.MeilisearchStandIn;
import io.meilibridge.dev.meilisearch.Options;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the shop is searched: a Meilisearch of this machine, else the stand-in. Neither asks for a
/// key; both end, with what they hold, at [#close].
public sealed interface SearchServer extends AutoCloseable {

    int PREFERRED_PORT = 7700;

    String url();

    /// What it is, for people.
    String description();

    @Override
    void close();

    /// The stand-in of this project.
    record StandIn(MeilisearchStandIn server) implements SearchServer {

        @Override
        public String url() {
            return server.url();
        }

        @Override
        public String description() {
            return "stand-in";
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /// A process of the real one.
    record Real(MeilisearchProcess process) implements SearchServer {

        @Override
        public String url() {
            return process.url();
        }

        @Override
        public String description() {
            return process.binary().toString();
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /// Starts the `meilisearch` of a search path, or, where there is none, the stand-in.
    ///
    /// @param searchPath folders as in the variable `PATH`
    /// @param folder for data and log; deleted by the caller after [#close]
    static SearchServer start(String searchPath, Path folder) throws IOException {
        int port = Ports.preferably(PREFERRED_PORT);
        Optional<Path> binary = binary(searchPath);
        if (binary.isPresent()) {
            return new Real(MeilisearchProcess.start(binary.get(), port, folder));
        }
        return new StandIn(MeilisearchStandIn.start(Options.standard().withPort(port)));
    }

    private static Optional<Path> binary(String searchPath) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator), -1))
                .filter(part -> !part.isEmpty())
                .map(part -> Path.of(part, "meilisearch").toAbsolutePath())
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
