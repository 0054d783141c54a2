/**
 * The program that reads what was written down, and tells whether a promise was broken.
 */
@NullMarked
package io.natsevents.campaign.judge;

import org.jspecify.annotations.NullMarked;
