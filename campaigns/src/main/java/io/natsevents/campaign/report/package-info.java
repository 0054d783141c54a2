/**
 * The table and the file of a campaign.
 */
@NullMarked
package io.natsevents.campaign.report;

import org.jspecify.annotations.NullMarked;
