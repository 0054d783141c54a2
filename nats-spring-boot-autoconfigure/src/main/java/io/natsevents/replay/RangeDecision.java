package io.natsevents.replay;

import java.io.IOException;
import java.time.Instant;

import io.nats.client.JetStreamApiException;

/**
 * Decides which range of a stream is meant. It never changes after that, and never holds
 * what is stored later.
 */
final class RangeDecision {

	private final String stream;

	private final StreamBounds bounds;

	private final StoredTimes times;

	RangeDecision(String stream, StreamBounds bounds, StoredTimes times) {
		this.stream = stream;
		this.bounds = bounds;
		this.times = times;
	}

	/**
	 * Decide.
	 * @throws ReplayRefusedException when a part of it is not retained any more
	 */
	ReplayRange decide(ReplayRequest request) throws IOException, JetStreamApiException {
		long last = last(request);
		if (!request.retainedOnly()) {
			requireRetained(request, last);
		}
		return new ReplayRange(Math.max(first(request), this.bounds.first()), last);
	}

	private long first(ReplayRequest request) throws IOException, JetStreamApiException {
		Instant from = request.from();
		return (from != null) ? this.times.firstAt(from, this.bounds) : request.firstSequence();
	}

	private long last(ReplayRequest request) throws IOException, JetStreamApiException {
		Instant to = request.to();
		if (to != null && to.isBefore(Instant.MAX)) {
			return this.times.firstAt(to.plusNanos(1), this.bounds) - 1;
		}
		return (request.lastSequence() > 0) ? Math.min(request.lastSequence(), this.bounds.last()) : this.bounds.last();
	}

	private void requireRetained(ReplayRequest request, long last) {
		long gone = this.bounds.first() - 1;
		Instant from = request.from();
		if (request.firstSequence() > 0 && request.firstSequence() <= gone) {
			long end = (request.lastSequence() > 0) ? Math.min(request.lastSequence(), this.bounds.last()) : last;
			long missing = Math.min(end, gone) - request.firstSequence() + 1;
			throw refused(missing + " of the " + (end - request.firstSequence() + 1) + " sequences from "
					+ request.firstSequence() + " to " + end);
		}
		if (from != null && gone > 0 && (this.bounds.isEmpty() ? !from.isAfter(this.bounds.lastStoredAt())
				: from.isBefore(this.bounds.firstStoredAt()))) {
			Instant to = request.to();
			boolean all = this.bounds.isEmpty() || to != null && to.isBefore(this.bounds.firstStoredAt());
			throw refused(all ? "all that was stored from " + from + ((to != null) ? " to " + to : " on")
					: "what was stored from " + from + " until " + this.bounds.firstStoredAt());
		}
	}

	private ReplayRefusedException refused(String what) {
		return ReplayRefusedException.because("Stream " + this.stream + " may not have the whole range any more: "
				+ (this.bounds.isEmpty() ? "it is empty, and has had " + this.bounds.last() + " events"
						: "it begins with sequence " + this.bounds.first() + ", stored at "
								+ this.bounds.firstStoredAt())
				+ "; gone: " + what + ". Begin later, or say that what is retained will do (retainedOnly)");
	}

}
