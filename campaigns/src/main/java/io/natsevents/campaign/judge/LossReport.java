package io.natsevents.campaign.judge;

import java.util.List;

/**
 * What a process told of events that are gone.
 *
 * @param member name of the process
 * @param source where it told
 * @param kind what it told
 * @param stream name of the stream
 * @param first sequence they begin at
 * @param last sequence they end at
 * @param count how many, at least; 0 when it did not tell
 */
record LossReport(String member, Source source, Kind kind, String stream, long first, long last, long count) {

	boolean covers(String lostFrom, long sequence) {
		return this.stream.equals(lostFrom) && this.first <= sequence && sequence <= this.last;
	}

	/**
	 * The same without what was told before: a process counts on from one loss to the
	 * next.
	 */
	LossReport since(List<LossReport> before) {
		long known = before.stream().filter(this::continues).mapToLong(LossReport::count).sum();
		return new LossReport(this.member, this.source, this.kind, this.stream, this.first, this.last,
				this.count - known);
	}

	/**
	 * The same from an earlier sequence on.
	 */
	LossReport from(long sequence) {
		return new LossReport(this.member, this.source, this.kind, this.stream, sequence, this.last, this.count);
	}

	private boolean continues(LossReport before) {
		return this.kind == Kind.DISCARDED && before.kind == this.kind && before.stream.equals(this.stream);
	}

	/**
	 * Where a process tells something.
	 */
	enum Source {

		/** In its log. */
		LOG,

		/** In its health. */
		HEALTH

	}

	/**
	 * What a process can tell.
	 */
	enum Kind {

		/** A stream went back behind what it had confirmed. */
		WENT_BACK,

		/** A stream discarded what was not handled. */
		DISCARDED

	}

}
