/// What can go wrong: one sealed family of exceptions with stable codes and remedies. Every room
/// may throw them; the room uses nothing.
@NullMarked
package io.meilibridge.fault;

import org.jspecify.annotations.NullMarked;
