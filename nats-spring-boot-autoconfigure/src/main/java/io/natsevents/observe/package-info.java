/**
 * What an operator sees: health and meters.
 */
@NullMarked
package io.natsevents.observe;

import org.jspecify.annotations.NullMarked;
