package io.natsevents.campaign.judge;

import java.util.List;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.fleet.LogLine;
import io.natsevents.campaign.fleet.MemberState;
import io.natsevents.campaign.fleet.Pending;
import org.jspecify.annotations.Nullable;

/**
 * What is known after a round.
 *
 * @param strike what was done
 * @param published what publishers know
 * @param stored what the servers hold
 * @param handled what handlers did
 * @param parked the dead letters
 * @param barePublished when the bare client had published
 * @param bareAnswered when the consumer of {@code ORDERS} had answered the bare client
 * @param bareDelivered when the bare client's own consumer had delivered what it had
 * published
 * @param pending what had not come to an end when everything was healed
 * @param members how processes were when nothing was left to do
 * @param errors what processes logged as an error
 * @param reports what processes told of events that are gone
 * @param hostile what became of hostile messages, {@code null} when there were none
 */
record Evidence(Strike strike, List<Published> published, List<Stored> stored, List<Handled> handled,
		List<Parked> parked, List<Long> barePublished, List<Long> bareAnswered, List<Long> bareDelivered,
		List<Pending> pending, List<MemberState> members, List<LogLine> errors, List<LossReport> reports,
		@Nullable HostileEvidence hostile) {
}
