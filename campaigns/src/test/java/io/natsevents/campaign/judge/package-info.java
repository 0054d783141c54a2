/**
 * Tests that the judge finds what it is to find.
 */
@NullMarked
package io.natsevents.campaign.judge;

import org.jspecify.annotations.NullMarked;
