package io.meilibridge.proxy;

import java.time.Duration;

/// What a [TcpProxy] does to one exchange: what the client sends until the server answers, and that
/// answer.
sealed interface Trouble {

    /// The request reaches the server; the answer is dropped and the connection closed.
    ///
    /// @param reset by RST, as of a peer that has gone, instead of in good order
    record LoseAnswer(boolean reset) implements Trouble {}

    /// The request is kept until it is released.
    record Hold(HeldRequest held) implements Trouble {}

    /// How fast bytes pass, of every exchange.
    ///
    /// @param bytesAtOnce the most that is passed on before the pause
    record Pace(int bytesAtOnce, Duration pause) {

        static final Pace FREE = new Pace(Integer.MAX_VALUE, Duration.ZERO);
    }
}
