package io.natsevents.stream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;

/**
 * Finds out whether an update would delete stored events at once. Tried on nats-server
 * 2.15.1: with discard new a smaller max-bytes or max-messages deletes nothing, but a
 * smaller max-messages-per-subject does; a change from limits to interest deletes what no
 * consumer waits for.
 */
final class StreamDataLoss {

	private StreamDataLoss() {
	}

	static List<String> losses(ExistingStream existing, StreamConfiguration request) {
		List<String> losses = new ArrayList<>();
		StreamConfiguration present = existing.configuration();
		boolean trims = request.getDiscardPolicy() != DiscardPolicy.New;
		boolean trimsNow = trims && present.getDiscardPolicy() == DiscardPolicy.New;
		if (trims && (trimsNow || lower(present.getMaxBytes(), request.getMaxBytes())) && request.getMaxBytes() > 0
				&& existing.bytes() > request.getMaxBytes()) {
			losses.add("max-bytes " + Amounts.bytes(request.getMaxBytes()) + " is below the "
					+ Amounts.bytes(existing.bytes()) + " that are stored");
		}
		if (trims && (trimsNow || lower(present.getMaxMsgs(), request.getMaxMsgs())) && request.getMaxMsgs() > 0
				&& existing.messages() > request.getMaxMsgs()) {
			losses.add("max-messages " + request.getMaxMsgs() + " is below the " + existing.messages()
					+ " events that are stored");
		}
		long largest = existing.messages() - Math.max(existing.subjects() - 1, 0);
		if (lower(present.getMaxMsgsPerSubject(), request.getMaxMsgsPerSubject())
				&& largest > request.getMaxMsgsPerSubject()) {
			losses.add("max-messages-per-subject " + request.getMaxMsgsPerSubject() + " is below what one subject may"
					+ " hold: " + existing.messages() + " events of " + existing.subjects()
					+ " subjects are stored, so up to " + largest + " of one");
		}
		if (shorter(present.getMaxAge(), request.getMaxAge())
				&& existing.oldestAge().compareTo(request.getMaxAge()) > 0) {
			losses.add("max-age " + Amounts.duration(request.getMaxAge()) + " is below the age of the oldest of "
					+ existing.messages() + " stored events, "
					+ Amounts.duration(existing.oldestAge().truncatedTo(ChronoUnit.SECONDS)));
		}
		if (present.getRetentionPolicy() == RetentionPolicy.Limits
				&& request.getRetentionPolicy() == RetentionPolicy.Interest && existing.messages() > 0) {
			losses.add("retention interest deletes every event no consumer waits for, and " + existing.messages()
					+ " events are stored");
		}
		return losses;
	}

	/**
	 * Name the limits that are lowered, because they will delete events or refuse them
	 * later.
	 */
	static Optional<String> tightened(StreamConfiguration present, StreamConfiguration request) {
		List<String> lowered = new ArrayList<>();
		if (shorter(present.getMaxAge(), request.getMaxAge())) {
			lowered.add("max-age from " + Amounts.maxAge(present.getMaxAge()) + " to "
					+ Amounts.maxAge(request.getMaxAge()));
		}
		if (lower(present.getMaxBytes(), request.getMaxBytes())) {
			lowered.add("max-bytes from " + Amounts.bytes(present.getMaxBytes()) + " to "
					+ Amounts.bytes(request.getMaxBytes()));
		}
		if (lower(present.getMaxMsgs(), request.getMaxMsgs())) {
			lowered.add("max-messages from " + Amounts.count(present.getMaxMsgs()) + " to " + request.getMaxMsgs());
		}
		if (lower(present.getMaxMsgsPerSubject(), request.getMaxMsgsPerSubject())) {
			lowered.add("max-messages-per-subject from " + Amounts.count(present.getMaxMsgsPerSubject()) + " to "
					+ request.getMaxMsgsPerSubject());
		}
		return lowered.isEmpty() ? Optional.empty()
				: Optional.of("lowers " + String.join(", ", lowered) + "; no event stored now is deleted by it");
	}

	private static boolean lower(long from, long to) {
		return to > 0 && (from <= 0 || to < from);
	}

	private static boolean shorter(Duration from, Duration to) {
		return !to.isZero() && (from.isZero() || to.compareTo(from) < 0);
	}

}
