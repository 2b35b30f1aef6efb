package io.meilibridge.config.key;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Renders the table of keys as the reference documentation.
final class ConfigurationReference {

    private static final String HEAD =
            """
            # Configuration

            One YAML file. It is looked for in this order: `--config FILE` (`-c`), the property
            `meilibridge.config`, the environment variable `MEILIBRIDGE_CONFIG`, then `config.yaml`,
            `config.yml`, `meilibridge.yaml`, `meilibridge.yml` in the working folder, then
            `config/application.yaml` (there the keys may also stand under `meilibridge:`, beside
            those of Quarkus). The log says which one was read. `validate` prints everything that is
            wrong with it, and of each route in the folder `routes` the first fault, with file, route and
            step. It ends with status 1, or 0 when nothing is wrong. It connects to nothing. The native
            executable looks at the configuration alone; it finds faults of routes when it starts.

            The smallest useful file:

            ```yaml
            source: { postgresql: { host: localhost, database: shop, user: meilibridge, password: "${POSTGRES_PASSWORD}" } }
            meilisearch: { url: http://localhost:7700, api_key: "${MEILI_MASTER_KEY}" }
            sync_tasks: [ { id: products, table: public.products, index: products } ]
            ```

            **Every key can be overridden.** From weak to strong: properties under `meilibridge.` in a
            Quarkus source below the environment (`application.properties`), the file, environment
            variables, system properties (`-Dmeilibridge.api.port=8000`). A variable's name is the
            key's path in capitals, with `_` for `.` and the index for items of lists:
            `MEILIBRIDGE_SYNC_TASKS_0_TABLE`. Lists of values may be given as `a,b`; any group or list as
            YAML. An unknown variable that starts with `MEILIBRIDGE_` is a fault, except those that
            Kubernetes sets for a service of that name. A secret takes the place of its `_file` form,
            and `source.postgresql.url` that of the keys it stands for.

            **Variables in values:** `${NAME}`, `${NAME:default}` when it is not set,
            `${NAME:-default}` when it is not set or empty. A variable without default that is not set is
            a fault. `$${` stands for `${`. The text of a variable is never expanded again.

            **Secrets** (`password`, `api_key`, `token`, `jwt_secret`) have a twin that ends in `_file`
            and names a file with the secret; a newline at its end is dropped. They never show in logs,
            answers or error texts.

            **Values.** Durations are in the unit of their key, or have one: `500ms`, `10s`, `5m`, `2h`,
            `1d`. Sizes are in bytes, or have a unit of powers of 1024: `10MB`, `2GB`. Truth values are
            `true` and `false`, nothing else. Words may be written in capitals. A key without a value counts
            as left out. In filters, defaults and index settings, unquoted `true`, `false`, `null` and decimal
            numbers are what they look like and everything else is a text: `no` is a country.

            **Faults.** An unknown key is a fault that names the nearest known one. All faults are reported
            at once, each with its key and line.

            **Marks.** ✗: accepted for the sake of existing files, never with an effect; one log line says why.
            **required**: there is no default.

            """;

    private static final String OTHER_NAMES =
            """
            ## Other names

            A key given under two of its names is a fault.

            | written | means |
            |---|---|
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Set<Section> seen = new HashSet<>();

    static String render() {
        ConfigurationReference reference = new ConfigurationReference();
        reference.section("", Keys.ROOT);
        reference.otherNames();
        return reference.page.toString();
    }

    private void section(String path, Section section) {
        if (!seen.add(section)) {
            return;
        }
        page.append("## ").append(path.isEmpty() ? "The root" : "`" + path + "`").append("\n\n");
        page.append("| key | type | default | |\n|---|---|---|---|\n");
        section.keys().forEach(key -> page.append(row(key)).append('\n'));
        page.append('\n');
        for (Key key : section.keys()) {
            String at = path.isEmpty() ? key.name() : path + "." + key.name();
            inside(at, key.shape());
        }
    }

    private void inside(String path, Shape shape) {
        switch (shape) {
            case Shape.Group group -> section(path, group.section().get());
            case Shape.Groups groups -> section(path + "[]", groups.section().get());
            case Shape.Named named -> inside(path + ".*", named.each());
            case Shape.ValueOrGroup either -> section(path, either.section().get());
            case Shape.Value _, Shape.Values _, Shape.Free _ -> {}
        }
    }

    private static String row(Key key) {
        String mark =
                switch (key.effect()) {
                    case Effect.Works _ -> "";
                    case Effect.Never never -> "✗ (" + never.reason() + ") ";
                };
        String standard =
                key.defaultText() != null
                        ? "`" + key.defaultText() + "`"
                        : key.required() ? "**required**" : "";
        return "| `"
                + key.name()
                + "` | "
                + type(key.shape())
                + " | "
                + standard
                + " | "
                + mark
                + key.description().replace("||", "\\|\\|")
                + " |";
    }

    private static String type(Shape shape) {
        return switch (shape) {
            case Shape.Value value -> value.type().name();
            case Shape.Values values -> "list of " + values.type().name();
            case Shape.Group _ -> "group";
            case Shape.Groups _ -> "list of groups";
            case Shape.Named _ -> "group of your own names";
            case Shape.ValueOrGroup either -> either.type().name() + " or group";
            case Shape.Free _ -> "any";
        };
    }

    private void otherNames() {
        page.append(OTHER_NAMES);
        List<String> rows = new ArrayList<>();
        for (Move move : Move.ALL) {
            if (!move.from().startsWith("sources[]")) {
                rows.add("| `" + move.from() + "` | `" + move.to() + "` |");
            }
        }
        page.append(String.join("\n", rows)).append("\n\n");
        page.append("The same holds for the items of `sources`. ");
        page.append("`create` in `event_types` means `insert`.\n");
    }
}
