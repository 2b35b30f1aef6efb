package io.meilibridge.pgoutput;

import io.meilibridge.pgoutput.GoldenCase.Options;
import java.util.List;

/// What is recorded of streamed and prepared transactions. A transaction is made large by rows of a
/// table that is not published: they fill the memory that the server gives to decoding, and send
/// nothing.
final class GoldenStreamingCases {

    private GoldenStreamingCases() {}

    static List<GoldenCase> all() {
        return List.of(
                STREAMED,
                STREAMED.with(
                        "streamed-parallel",
                        16,
                        new Options(4, StreamingMode.PARALLEL, false, false)),
                TWO_PHASE,
                TWO_PHASE_STREAMED,
                STREAMED.with("large-without-streaming", 14, Options.TEXT),
                PREPARED_ON_OLD_PROTOCOL);
    }

    private static final String TABLES =
            """
            CREATE TYPE mood AS ENUM ('sad', 'happy');
            CREATE TABLE people (id int PRIMARY KEY, name text, mood mood);
            CREATE TABLE filler (text text);
            ALTER TABLE filler ALTER text SET STORAGE PLAIN;
            CREATE PUBLICATION golden FOR TABLE people;
            """;

    private static final String FILL =
            "INSERT INTO filler SELECT repeat('x', 4000) FROM generate_series(1, 30);\n";

    private static final GoldenCase STREAMED =
            new GoldenCase(
                    "streamed",
                    14,
                    new Options(2, StreamingMode.ON, false, false),
                    TABLES,
                    """
                    BEGIN;
                    INSERT INTO people VALUES (1, 'one', 'sad');
                    FILL
                    UPDATE people SET id = 2 WHERE id = 1;
                    SELECT pg_logical_emit_message(true, 'mark', 'streamed');
                    @2 BEGIN;
                    @2 INSERT INTO people VALUES (10, 'ten', NULL);
                    @2 FILL
                    FILL
                    @read 4;
                    SAVEPOINT s;
                    INSERT INTO people VALUES (3, 'rolled back', NULL);
                    FILL
                    @read 6;
                    ROLLBACK TO s;
                    DELETE FROM people WHERE id = 2;
                    FILL
                    @2 ROLLBACK;
                    INSERT INTO people VALUES (4, 'four', 'happy');
                    ALTER TABLE people ADD COLUMN age int;
                    INSERT INTO people VALUES (5, 'five', 'sad', 5);
                    FILL
                    TRUNCATE people;
                    INSERT INTO people VALUES (6, 'six', 'sad', 6);
                    COMMIT;
                    INSERT INTO people VALUES (7, 'small', 'sad', 7);
                    """
                            .replace("FILL\n", FILL));

    private static final GoldenCase TWO_PHASE =
            new GoldenCase(
                    "two-phase",
                    15,
                    new Options(3, StreamingMode.OFF, false, true),
                    TABLES,
                    """
                    BEGIN;
                    INSERT INTO people VALUES (1, 'one', 'sad');
                    PREPARE TRANSACTION 'first';
                    INSERT INTO people VALUES (2, 'between', NULL);
                    COMMIT PREPARED 'first';
                    BEGIN;
                    INSERT INTO people VALUES (3, 'three', NULL);
                    PREPARE TRANSACTION 'gïd "2"';
                    ROLLBACK PREPARED 'gïd "2"';
                    """);

    private static final GoldenCase TWO_PHASE_STREAMED =
            new GoldenCase(
                    "two-phase-streamed",
                    15,
                    new Options(3, StreamingMode.ON, false, true),
                    TABLES,
                    """
                    BEGIN;
                    INSERT INTO people VALUES (1, 'one', 'sad');
                    FILL
                    PREPARE TRANSACTION 'large';
                    COMMIT PREPARED 'large';
                    BEGIN;
                    INSERT INTO people VALUES (2, 'two', 'sad');
                    FILL
                    PREPARE TRANSACTION 'large and undone';
                    @read 3;
                    ROLLBACK PREPARED 'large and undone';
                    """
                            .replace("FILL\n", FILL));

    /// A slot made for two phases, and a stream that asks for protocol 1.
    private static final GoldenCase PREPARED_ON_OLD_PROTOCOL =
            new GoldenCase(
                    "two-phase-slot-protocol-1",
                    15,
                    new Options(1, StreamingMode.OFF, false, true),
                    TABLES,
                    """
                    BEGIN;
                    INSERT INTO people VALUES (1, 'one', 'sad');
                    PREPARE TRANSACTION 'first';
                    COMMIT PREPARED 'first';
                    """);
}
