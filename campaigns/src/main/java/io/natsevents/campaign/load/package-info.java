/**
 * What is published and handled in a campaign.
 */
@NullMarked
package io.natsevents.campaign.load;

import org.jspecify.annotations.NullMarked;
