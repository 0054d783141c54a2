/**
 * The main programs of the processes of a campaign, and what they write down.
 */
@NullMarked
package io.natsevents.campaign.process;

import org.jspecify.annotations.NullMarked;
