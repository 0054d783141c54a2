/**
 * Messages that somebody made to break whoever reads them.
 */
@NullMarked
package io.natsevents.support.hostile;

import org.jspecify.annotations.NullMarked;
