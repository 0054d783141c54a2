/**
 * What is written down of hostile messages.
 */
@NullMarked
package io.natsevents.campaign.hostile;

import org.jspecify.annotations.NullMarked;
