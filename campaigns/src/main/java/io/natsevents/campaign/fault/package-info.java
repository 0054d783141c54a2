/**
 * What is done to processes, servers and what they keep.
 */
@NullMarked
package io.natsevents.campaign.fault;

import org.jspecify.annotations.NullMarked;
