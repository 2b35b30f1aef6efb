/// The unit of delivery: what gathers for an index until it is sent. Changes of one document id are
/// folded into one, so that a batch renders to requests with disjoint ids. Pure.
@NullMarked
package io.meilibridge.batch;

import org.jspecify.annotations.NullMarked;
