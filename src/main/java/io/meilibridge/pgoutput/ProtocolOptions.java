package io.meilibridge.pgoutput;

import java.util.Objects;

/// What was agreed with the server at the start of the stream, as far as messages look different
/// for it.
///
/// @param version `proto_version`, 1 to 4
/// @param streaming needs version 2, when parallel version 4
public record ProtocolOptions(int version, StreamingMode streaming) {

    public static final int FIRST_VERSION = 1;
    public static final int FIRST_VERSION_WITH_STREAMING = 2;
    public static final int FIRST_VERSION_WITH_TWO_PHASE = 3;
    public static final int FIRST_VERSION_WITH_PARALLEL_STREAMING = 4;
    public static final int LAST_VERSION = 4;

    /// @throws IllegalArgumentException when the server would refuse the combination
    public ProtocolOptions {
        Objects.requireNonNull(streaming, "streaming is null");
        int needed =
                switch (streaming) {
                    case OFF -> FIRST_VERSION;
                    case ON -> FIRST_VERSION_WITH_STREAMING;
                    case PARALLEL -> FIRST_VERSION_WITH_PARALLEL_STREAMING;
                };
        if (version < needed || version > LAST_VERSION) {
            throw new IllegalArgumentException(
                    "Cannot use pgoutput with streaming %s: expected protocol version %d to %d, got %d."
                            .formatted(streaming, needed, LAST_VERSION, version));
        }
    }

    /// Protocol 1, nothing streamed: what every supported server speaks.
    public static ProtocolOptions version1() {
        return new ProtocolOptions(FIRST_VERSION, StreamingMode.OFF);
    }
}
