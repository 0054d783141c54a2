/**
 * The processes and servers of a campaign as its driver sees them.
 */
@NullMarked
package io.natsevents.campaign.fleet;

import org.jspecify.annotations.NullMarked;
