package io.meilibridge.meilisearch.contract;

import static io.meilibridge.meilisearch.contract.ContractAssertions.assertAccepted;
import static io.meilibridge.meilisearch.contract.ContractAssertions.assertRefused;

import io.meilibridge.meilisearch.contract.MeilisearchTarget.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server without a master key.
final class MeilisearchContractOpenServerTest {

    @RegisterExtension
    final MeilisearchTarget server = new MeilisearchTarget(Sort.WITHOUT_MASTER_KEY);

    @Test
    void b06_everything_but_keys_is_open_without_a_master_key() {
        String index = server.index("open");

        Reply accepted = server.post("/indexes/" + index + "/documents", "[{\"id\":1}]");

        assertAccepted(accepted, "documentAdditionOrUpdate");
        assertRefused(server.get("/keys"), 401, "missing_master_key", "auth");
    }
}
