package io.meilibridge.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.event.TableName;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What single values mean.
class ValuesTest {

    private static final String HEAD =
            """
            source: { host: a, database: b, user: c }
            meilisearch: { url: http://a }
            sync_tasks:
            """;

    @ParameterizedTest
    @CsvSource({
        "users,public,users",
        "crm.Users,crm,users",
        "public.\"Weird.Name\",public,Weird.Name",
        "\"a\"\"b\".\"c d\",a\"b,c d",
        "Ärzte,public,Ärzte",
        "a$1.b_2,a$1,b_2"
    })
    void table_names_follow_the_rules_of_sql(String written, String schema, String name) {
        String task = "- { id: a, index: a, table: '" + written + "' }";

        assertThat(Loading.of(HEAD + task).settings().tasks().getFirst().table())
                .isEqualTo(new TableName(schema, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", ".a", "a b", "\"a", "a.b.c", "1a", "\"\"", "a\"b\""})
    void what_is_no_table_name_is_refused(String written) {
        assertThat(Loading.of(HEAD + "- { id: a, index: a, table: '" + written + "' }").faults())
                .singleElement()
                .asString()
                .startsWith("sync_tasks[0].table (config.yaml:4): expected a table");
    }

    @ParameterizedTest
    @CsvSource({"100,104857600", "100MB,104857600", "1.5 GB,1610612736", "2097152,2097152"})
    void sizes_have_units_of_1024(String written, long bytes) {
        String size = written.equals("100") ? "100MiB" : written;

        assertThat(
                        Loading.minimalWith("performance: { memory_limit: " + size + " }")
                                .settings()
                                .performance()
                                .memoryLimitBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"5,5000", "0.5,500", "250ms,250", "2m,120000", "1h,3600000"})
    void durations_are_in_the_unit_of_their_key_or_their_own(String written, long millis) {
        assertThat(
                        Loading.minimalWith("checkpoint: { flush_interval: " + written + " }")
                                .settings()
                                .checkpoint()
                                .flushInterval())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "1", "TRUEE"})
    void only_true_and_false_are_truth_values(String written) {
        Loading.minimalWith("api: { enabled: " + written + " }")
                .hasFault(
                        "api.enabled (config.yaml:4): expected true or false, got '"
                                + written
                                + "'");
    }
}
