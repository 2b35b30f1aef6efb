package io.meilibridge.replication;

import java.time.Duration;

/// When a chunk of the stream is full: at so many messages, so many bytes, or so long after its
/// first message, whichever comes first. The bytes may be exceeded by one message.
public record ReadLimits(int messagesMax, int bytesMax, Duration ageMax) {

    public static final ReadLimits DEFAULT = new ReadLimits(512, 1 << 20, Duration.ofMillis(1));

    public ReadLimits {
        if (messagesMax < 1 || bytesMax < 1 || ageMax.isNegative()) {
            throw new IllegalArgumentException("A chunk's limits leave no room for a message.");
        }
    }
}
