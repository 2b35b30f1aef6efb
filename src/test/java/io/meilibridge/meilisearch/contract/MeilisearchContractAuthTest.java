package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertAccepted;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Health and keys on a server with a master key.
final class MeilisearchContractAuthTest {

    @RegisterExtension final MeilisearchTarget server = new MeilisearchTarget(Sort.WITH_MASTER_KEY);

    @Test
    void b01_health_needs_no_key() {
        Reply reply = server.send(server.bare("/health").GET());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("status")).isEqualTo("available");
    }

    @Test
    void b02_a_keyed_route_refuses_a_request_without_header() {
        for (String path : new String[] {"/version", "/stats", "/tasks", "/indexes", "/keys"}) {
            assertRefused(
                    server.send(server.bare(path).GET()),
                    401,
                    "missing_authorization_header",
                    "auth");
        }
    }

    @Test
    void b03_another_scheme_counts_as_no_header() {
        Reply reply = server.send(server.bare("/tasks").header("Authorization", "Basic x").GET());

        assertRefused(reply, 401, "missing_authorization_header", "auth");
    }

    @Test
    void b04_a_wrong_key_is_refused() {
        Reply reply = withKey("/tasks", "not-the-key");

        assertRefused(reply, 403, "invalid_api_key", "auth");
    }

    @Test
    void b05_a_key_opens_only_its_actions_and_indexes() {
        String open = server.existingIndex("open");
        String closed = server.existingIndex("closed");
        Reply created =
                server.post(
                        "/keys",
                        """
                        {"actions": ["documents.add", "indexes.get"], "indexes": ["%s"],
                         "expiresAt": null}\
                        """
                                .formatted(open));
        assertThat(created.status()).isEqualTo(201);
        String key = created.text("key");

        assertThat(withKey("/indexes/" + open, key).status()).isEqualTo(200);
        assertRefused(withKey("/indexes/" + closed, key), 403, "invalid_api_key", "auth");
        assertRefused(withKey("/tasks", key), 403, "invalid_api_key", "auth");
        server.delete("/keys/" + created.text("uid"));
        assertRefused(withKey("/indexes/" + open, key), 403, "invalid_api_key", "auth");
    }

    @Test
    void b05_a_key_without_index_creation_fails_in_the_task() {
        String index = server.index("missing");
        Reply created =
                server.post(
                        "/keys",
                        """
                        {"actions": ["documents.add"], "indexes": ["*"], "expiresAt": null}\
                        """);
        Reply accepted =
                server.send(
                        server.bare("/indexes/" + index + "/documents")
                                .header("Authorization", "Bearer " + created.text("key"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("[{\"id\":1}]")));

        assertAccepted(accepted, "documentAdditionOrUpdate");
        ContractAssertions.assertFailed(server.finished(accepted), "index_not_found");
        server.delete("/keys/" + created.text("uid"));
    }

    private Reply withKey(String path, String key) {
        return server.send(server.bare(path).header("Authorization", "Bearer " + key).GET());
    }
}
