package io.meilibridge.dev.meilisearch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meilibridge.dev.http.HttpResponse;
import io.meilibridge.dev.meilisearch.auth.Access;
import io.meilibridge.dev.meilisearch.index.Indexes;
import io.meilibridge.dev.meilisearch.json.Json;
import io.meilibridge.dev.meilisearch.settings.IndexSettings;
import io.meilibridge.dev.meilisearch.settings.Setting;
import io.meilibridge.dev.meilisearch.task.TaskWork.ChangeSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `/indexes/{uid}/settings` and its one sub-route a setting.
final class SettingsRoutes {

    private static final String GET = "settings.get";
    private static final String UPDATE = "settings.update";

    HttpResponse answer(Call call) throws IOException {
        if (call.path().size() == 3) {
            return all(call);
        }
        Optional<Setting> setting = Setting.ofPath(call.path().get(3));
        return setting.isEmpty() || call.path().size() > 4
                ? Routes.unknown()
                : one(call, setting.get());
    }

    private static HttpResponse all(Call call) throws IOException {
        return switch (call.method()) {
            case "GET" -> read(call, IndexSettings::json);
            case "PATCH" -> {
                Access access = call.authorizeIndex(UPDATE);
                call.query("customMetadata");
                String uid = call.indexUid();
                ObjectNode sent =
                        call.object(
                                Arrays.stream(Setting.values())
                                        .map(Setting::key)
                                        .collect(Collectors.toSet()));
                for (Map.Entry<String, JsonNode> field : sent.properties()) {
                    Setting.ofKey(field.getKey()).orElseThrow().check(field.getValue());
                }
                yield call.enqueue(uid, change(sent, access));
            }
            case "DELETE" -> {
                call.authorizeIndex(UPDATE);
                call.query("customMetadata");
                yield call.enqueue(call.indexUid(), new ChangeSettings(Json.object(), true, false));
            }
            default -> Routes.wrongMethod();
        };
    }

    private static HttpResponse one(Call call, Setting setting) throws IOException {
        String method = call.method();
        if (method.equals("GET")) {
            return read(call, settings -> settings.value(setting));
        }
        if (!method.equals("DELETE") && !method.equals(setting.method())) {
            return Routes.wrongMethod();
        }
        Access access = call.authorizeIndex(UPDATE);
        call.query("customMetadata");
        String uid = call.indexUid();
        ObjectNode sent = Json.object();
        if (method.equals("DELETE")) {
            sent.putNull(setting.key());
            return call.enqueue(uid, new ChangeSettings(sent, false, false));
        }
        JsonNode value = call.json();
        setting.check(value);
        sent.set(setting.key(), value);
        return call.enqueue(uid, change(sent, access));
    }

    private static ChangeSettings change(ObjectNode sent, Access access) {
        return new ChangeSettings(sent, false, access.allows("indexes.create"));
    }

    private static HttpResponse read(Call call, Function<IndexSettings, JsonNode> part) {
        call.authorizeIndex(GET);
        call.query();
        String uid = call.indexUid();
        Indexes indexes = call.instance().indexes();
        return Call.ok(indexes.reading(() -> part.apply(indexes.require(uid).settings())));
    }
}
