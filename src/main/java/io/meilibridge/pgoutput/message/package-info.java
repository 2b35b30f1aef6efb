/// The messages of the pgoutput protocol, one type each. Plain data; uses only the event room.
@NullMarked
package io.meilibridge.pgoutput.message;

import org.jspecify.annotations.NullMarked;
