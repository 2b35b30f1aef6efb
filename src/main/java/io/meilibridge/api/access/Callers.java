package io.meilibridge.api.access;

import io.meilibridge.config.settings.AuthSettings;
import io.meilibridge.config.settings.Role;
import io.meilibridge.config.settings.Secret;
import io.meilibridge.config.settings.TokenSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Those who hold a token. Immutable.
///
/// Tokens are compared by their digests, all of them each time and each in constant time: how long
/// it takes tells neither how much of a token was right nor which one.
final class Callers {

    private static final String BEARER = "Bearer ";

    private record Known(byte[] digest, Role role) {}

    private final List<Known> known = new ArrayList<>();
    private final @Nullable JsonWebTokens webTokens;

    /// @param webTokens null when none are taken
    Callers(List<TokenSettings> tokens, @Nullable JsonWebTokens webTokens) {
        for (TokenSettings token : tokens) {
            known.add(new Known(digest(token.token().value()), token.role()));
        }
        this.webTokens = webTokens;
    }

    static Callers of(AuthSettings auth) {
        Secret secret = auth.jwtSecret();
        return new Callers(
                auth.tokens(), secret == null ? null : new JsonWebTokens(secret.value()));
    }

    /// @param authorization the header; null when it was not sent
    /// @return null when that is nobody
    @Nullable Role role(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String token = authorization.substring(BEARER.length()).strip();
        byte[] given = digest(token);
        Role found = null;
        for (Known each : known) {
            if (MessageDigest.isEqual(each.digest(), given)) {
                found = each.role();
            }
        }
        return found == null && webTokens != null ? webTokens.role(token) : found;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java platform has SHA-256.", absent);
        }
    }
}
