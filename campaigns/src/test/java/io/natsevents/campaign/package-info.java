/**
 * Tests of whole campaigns.
 */
@NullMarked
package io.natsevents.campaign;

import org.jspecify.annotations.NullMarked;
