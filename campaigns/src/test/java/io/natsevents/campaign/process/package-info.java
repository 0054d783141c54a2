/**
 * Tests of the processes of a campaign.
 */
@NullMarked
package io.natsevents.campaign.process;

import org.jspecify.annotations.NullMarked;
