/**
 * Tests of how much a bus takes, and whether it needs more and more for it.
 */
@NullMarked
package io.natsevents.campaign.soak;

import org.jspecify.annotations.NullMarked;
