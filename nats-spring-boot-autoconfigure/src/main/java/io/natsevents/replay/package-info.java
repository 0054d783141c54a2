/**
 * Giving a listener a part of its stream once more.
 */
@NullMarked
package io.natsevents.replay;

import org.jspecify.annotations.NullMarked;
