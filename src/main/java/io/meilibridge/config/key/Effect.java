package io.meilibridge.config.key;

/// Whether giving a key changes anything.
public sealed interface Effect {

    /// It does what its description says.
    record Works() implements Effect {}

    /// It is accepted for the sake of existing files and never does anything.
    record Never(String reason) implements Effect {

        /// What is said when the key is given.
        public String told() {
            return "has no effect: " + reason;
        }
    }

    Effect WORKS = new Works();
}
