package io.meilibridge.api.access;

import io.meilibridge.config.settings.Role;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// JSON Web Tokens, signed with the configured key by HS256 and nothing else. They have to say when
/// they expire, and name a role among their `groups`.
final class JsonWebTokens {

    private final SecretKey key;
    private final JWTParser parser;

    JsonWebTokens(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        JWTAuthContextInfo rules = new JWTAuthContextInfo();
        rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.HS256));
        this.parser = new DefaultJWTParser(rules);
    }

    /// @return null when the token is none of ours, has expired, or names no role
    @Nullable Role role(String token) {
        try {
            Set<String> groups = parser.verify(token, key).getGroups();
            for (Role role : Role.values()) {
                if (groups != null && groups.contains(role.name().toLowerCase(Locale.ROOT))) {
                    return role;
                }
            }
            return null;
        } catch (ParseException refused) {
            return null;
        }
    }
}
