/// What PostgreSQL said: the language of everything between the replication stream and the steps.
/// Plain immutable data; uses nothing.
@NullMarked
package io.meilibridge.event;

import org.jspecify.annotations.NullMarked;
