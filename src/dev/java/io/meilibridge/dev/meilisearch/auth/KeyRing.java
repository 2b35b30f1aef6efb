package io.meilibridge.dev.meilisearch.auth;

import io.meilibridge.dev.meilisearch.error.RequestRefusedException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The keys of an instance. Thread-safe.
public final class KeyRing {

    private static final String BEARER = "Bearer";

    private final @Nullable String masterKey;
    private final Clock clock;
    private final Map<String, ApiKey> byUid = new ConcurrentSkipListMap<>();

    /// @param masterKey null for an instance that is open to all
    public KeyRing(@Nullable String masterKey, Clock clock) {
        this.masterKey = masterKey;
        this.clock = clock;
    }

    /// @param authorization the header, null when there is none
    /// @param indexUid null where the route names none
    /// @throws RequestRefusedException with what is wrong about the key
    public Access authorize(
            @Nullable String authorization, String action, @Nullable String indexUid) {
        if (masterKey == null) {
            if (action.startsWith("keys.")) {
                throw new RequestRefusedException(
                        "missing_master_key", "The server is run without a master key.");
            }
            return Access.toEverything();
        }
        String token = token(authorization);
        Access access =
                token.equals(masterKey)
                        ? Access.toEverything()
                        : byUid.values().stream()
                                .filter(key -> key.key().equals(token) && isAlive(key))
                                .findFirst()
                                .map(ApiKey::access)
                                .orElseThrow(KeyRing::invalid);
        if (!access.allows(action)) {
            throw invalid();
        }
        if (indexUid != null && !access.opens(indexUid)) {
            throw new RequestRefusedException(
                    "invalid_api_key",
                    "The API key cannot access the index `"
                            + indexUid
                            + "`, authorized indexes are "
                            + access.indexes()
                            + ".");
        }
        return access;
    }

    /// @throws RequestRefusedException when the uid is taken
    public ApiKey create(
            @Nullable UUID uid, ApiKey.Naming naming, Access access, @Nullable Instant expiresAt) {
        String chosen = (uid == null ? UUID.randomUUID() : uid).toString();
        Instant now = clock.instant();
        ApiKey key = new ApiKey(chosen, secret(chosen), naming, access, expiresAt, now, now);
        if (byUid.putIfAbsent(chosen, key) != null) {
            throw new RequestRefusedException(
                    "api_key_already_exists", "The key `" + chosen + "` already exists.");
        }
        return key;
    }

    public List<ApiKey> all() {
        return new ArrayList<>(byUid.values());
    }

    public Optional<ApiKey> find(String uidOrKey) {
        return byUid.values().stream()
                .filter(key -> key.uid().equals(uidOrKey) || key.key().equals(uidOrKey))
                .findFirst();
    }

    public ApiKey rename(ApiKey key, ApiKey.Naming naming) {
        ApiKey renamed = key.renamed(naming, clock.instant());
        byUid.put(key.uid(), renamed);
        return renamed;
    }

    public void delete(ApiKey key) {
        byUid.remove(key.uid());
    }

    public void clear() {
        byUid.clear();
    }

    private boolean isAlive(ApiKey key) {
        Instant expiresAt = key.expiresAt();
        return expiresAt == null || clock.instant().isBefore(expiresAt);
    }

    private static String token(@Nullable String authorization) {
        String[] words = authorization == null ? new String[0] : authorization.split(" ", 2);
        if (words.length == 0 || !words[0].equals(BEARER)) {
            throw new RequestRefusedException(
                    "missing_authorization_header", "The Authorization header is missing.");
        }
        if (words.length == 1 || words[1].isBlank()) {
            throw invalid();
        }
        return words[1];
    }

    private static RequestRefusedException invalid() {
        return new RequestRefusedException("invalid_api_key", "The provided API key is invalid.");
    }

    /// As the real server does: an HMAC of the uid, so that a restored uid has the same key.
    private String secret(String uid) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] master = String.valueOf(masterKey).getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(master, "HmacSHA256"));
            byte[] digest = mac.doFinal(uid.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is in every JDK.", e);
        }
    }
}
