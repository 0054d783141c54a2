package io.natsevents.listen;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.natsevents.stream.SubjectPattern;

/**
 * What a stream holds and what it may hold, as the server said once.
 *
 * @param created when it was created
 * @param subjects what it collects
 * @param first sequence of its oldest event, one above the last when it holds none
 * @param last sequence of its newest event
 * @param deleted how many events between these are not there any more
 * @param superseding whether a new event pushes out an older one of the same subject
 * @param fill share of what it may hold that it holds, judged by the limit that deletes
 * events first; 0 when none does
 * @param askedAt when it was asked for, in nanoseconds from any origin
 */
record StreamSnapshot(ZonedDateTime created, List<String> subjects, long first, long last, long deleted,
		boolean superseding, double fill, long askedAt) {

	static StreamSnapshot of(StreamInfo info, long askedAt) {
		StreamConfiguration configuration = info.getConfiguration();
		StreamState state = info.getStreamState();
		return new StreamSnapshot(info.getCreateTime(), configuration.getSubjects(), state.getFirstSequence(),
				state.getLastSequence(), state.getDeletedCount(), configuration.getMaxMsgsPerSubject() > 0,
				fill(info, configuration, state), askedAt);
	}

	private static double fill(StreamInfo info, StreamConfiguration configuration, StreamState state) {
		if (state.getMsgCount() == 0) {
			return 0;
		}
		ZonedDateTime now = info.getTimestamp();
		double age = (now != null)
				? share(Duration.between(state.getFirstTime(), now).toMillis(), configuration.getMaxAge().toMillis())
				: 0;
		if (configuration.getDiscardPolicy() == DiscardPolicy.New) {
			// Full, it refuses what is new and deletes nothing
			return age;
		}
		return Math.max(age, Math.max(share(state.getMsgCount(), configuration.getMaxMsgs()),
				share(state.getByteCount(), configuration.getMaxBytes())));
	}

	private static double share(long held, long limit) {
		return (limit > 0) ? (double) held / limit : 0;
	}

	/**
	 * Whether a consumer with these filters is to deliver every event of the stream.
	 */
	boolean isCoveredBy(List<String> filters) {
		if (filters.isEmpty()) {
			return true;
		}
		List<SubjectPattern> patterns = filters.stream().map(SubjectPattern::new).toList();
		return !this.subjects.isEmpty() && this.subjects.stream()
			.allMatch((subject) -> patterns.stream().anyMatch((pattern) -> pattern.matches(subject)));
	}

	/**
	 * Share of what the stream may hold that is filled by events behind a sequence. Near
	 * 1 they are about to be deleted.
	 */
	double usedBehind(long handled) {
		if (this.last < this.first) {
			return 0;
		}
		double held = this.last - this.first + 1.0;
		return this.fill * Math.min(held, Math.max(0, this.last - handled)) / held;
	}

	/**
	 * Whether a consumer that was asked before the stream stands where the stream has not
	 * come to.
	 */
	boolean isPassedBy(ConsumerProgress earlier) {
		return earlier.delivered() > this.last;
	}

}
