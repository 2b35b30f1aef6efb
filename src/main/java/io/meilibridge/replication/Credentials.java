package io.meilibridge.replication;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who connects.
///
/// @param password asked for at each connection, from the connecting thread; null where the server
///   asks for none or the client certificate stands for it
public record Credentials(String user, Supplier<@Nullable String> password) {

    public Credentials {
        Objects.requireNonNull(user, "user is null");
        Objects.requireNonNull(password, "password is null");
    }

    public static Credentials of(String user, @Nullable String password) {
        return new Credentials(user, () -> password);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
