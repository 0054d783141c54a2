package io.natsevents.campaign.hostile;

import java.util.Set;

import io.natsevents.support.hostile.Fate;
import io.natsevents.support.hostile.HostileTarget;

/**
 * A message an outsider has sent.
 *
 * @param number its number
 * @param target whom it is for
 * @param good whether it is an event between hostile messages
 * @param category what kind of hostility it is
 * @param what what it is about
 * @param subject its subject
 * @param fates what may become of it
 * @param sequence where it is stored, 0 if the server did not say
 * @param refused whether the server has refused it
 * @param reason why
 * @param sent when, in nanoseconds of the clock that all processes of a machine share
 */
public record HostileSent(long number, HostileTarget target, boolean good, String category, String what, String subject,
		Set<Fate> fates, long sequence, boolean refused, String reason, long sent) {
}
