package io.meilibridge.event;

/// A run of consecutive pgoutput messages from one slot, undecoded, in stream order.
///
/// @param source the configured name of the source
/// @param frames one array a message: the body of its CopyData message with the 25 byte XLogData
///   header still in front, so that nothing is copied. Not to be written to. Only the first `count`
///   items are used.
/// @param epoch grows each time the stream is opened anew: what was decoded before no longer holds
public record WalChunk(String source, byte[][] frames, int count, long epoch) {

    /// Bytes before the pgoutput message: 'w', start of the WAL data, end of the WAL, clock.
    public static final int HEADER_BYTES = 25;
}
