/**
 * Tests of what the driver of a campaign sees.
 */
@NullMarked
package io.natsevents.campaign.fleet;

import org.jspecify.annotations.NullMarked;
