package io.meilibridge.pgoutput;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What one golden file records: the tables that are there before the slot is, what is then done to
/// them, and how the stream is asked for.
///
/// @param name of the files
/// @param firstMajor the first PostgreSQL that can do it
/// @param options as in START_REPLICATION
/// @param before SQL that runs before the slot exists; creates the publication `golden`
/// @param script SQL whose effects are recorded. A statement that begins with `@2` runs on a second
///   connection; `@read 3` waits until the server has sent three blocks of streamed transactions,
///   which shows it transactions that have not ended yet.
record GoldenCase(String name, int firstMajor, Options options, String before, String script) {

    /// The publication that every case makes.
    static final String PUBLICATION = "golden";

    static final String SECOND_CONNECTION = "@2 ";
    static final String READ_BLOCKS = "@read ";

    /// @param version `proto_version`
    record Options(int version, StreamingMode streaming, boolean binary, boolean twoPhase) {

        static final Options TEXT = new Options(1, StreamingMode.OFF, false, false);
        static final Options BINARY = new Options(1, StreamingMode.OFF, true, false);

        String streamingValue() {
            return streaming.name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same, its values sent in binary form.
    GoldenCase inBinary() {
        return new GoldenCase(name + "-binary", firstMajor, Options.BINARY, before, script);
    }

    GoldenCase with(String name, int firstMajor, Options options) {
        return new GoldenCase(name, firstMajor, options, before, script);
    }

    List<String> beforeStatements() {
        return statements(before);
    }

    List<String> scriptStatements() {
        return statements(script);
    }

    /// How many blocks a statement of the script waits for: none where the stream has no blocks.
    int blocks(String statement) {
        return options.streaming() == StreamingMode.OFF
                ? 0
                : Integer.parseInt(statement.substring(READ_BLOCKS.length()));
    }

    /// Statements end with a semicolon at the end of a line.
    private static List<String> statements(String sql) {
        return Stream.of(sql.split(";\n", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }
}
