package io.natsevents.listen;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.nats.client.impl.NatsJetStreamMetaData;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a listener gets every event before its stream discards it, and whether
 * its consumer stands where the stream has not come to. What the server says is fed by
 * one thread; read by any.
 */
final class RetentionWatch {

	private static final Log logger = LogFactory.getLog(RetentionWatch.class);

	/** So long a loss is one occurrence, and the listener is not healthy. */
	private static final Duration LASTING = Duration.ofMinutes(1);

	private static final double WARN_ABOVE = 0.5;

	private static final double CALM_BELOW = 0.4;

	private final ListenerEndpoint endpoint;

	private final ListenerObserver observer;

	private final InstantSource clock;

	private final WaitingEvents waiting;

	private final MissedEventsDetector detector;

	private @Nullable StreamSnapshot stream;

	private @Nullable ConsumerProgress start;

	private @Nullable ConsumerProgress judged;

	private long judgedAt;

	private @Nullable ConsumerProgress latest;

	private long handled;

	private int timesPastEnd;

	private boolean warned;

	private volatile @Nullable MissedEvents missed;

	private volatile @Nullable String pastEnd;

	private volatile ListenerBacklog backlog = ListenerBacklog.UNKNOWN;

	/**
	 * Begin without having looked.
	 * @param endpoint the listener
	 * @param observer is told of what was missed
	 * @param clock tells when that was noticed
	 * @param questions asks the server about events that wait
	 */
	RetentionWatch(ListenerEndpoint endpoint, ListenerObserver observer, InstantSource clock,
			WaitingQuestions questions) {
		this.endpoint = endpoint;
		this.observer = observer;
		this.clock = clock;
		this.waiting = new WaitingEvents(clock, questions);
		this.detector = new MissedEventsDetector(clock, this.waiting);
	}

	/**
	 * Take note of a delivery. May be called by any thread.
	 */
	void delivered(NatsJetStreamMetaData delivery) {
		this.waiting.delivered(delivery);
	}

	/**
	 * What the listener is behind with.
	 */
	ListenerBacklog backlog() {
		return this.backlog;
	}

	/**
	 * What keeps events from the listener now.
	 * @return the reason, or {@code null} when it gets all
	 */
	@Nullable String problem() {
		String standing = this.pastEnd;
		MissedEvents lost = this.missed;
		if (standing != null) {
			return standing;
		}
		return (lost != null && isLasting(lost)) ? describe(lost) : null;
	}

	private boolean isLasting(MissedEvents lost) {
		return Duration.between(lost.noticed(), this.clock.instant()).compareTo(LASTING) < 0;
	}

	/**
	 * Begin with where the consumer stood before anything was asked of it, unless there
	 * is a beginning already.
	 */
	void begin(@Nullable ConsumerProgress beginning) {
		if (beginning != null && this.start == null) {
			this.start = beginning;
			this.detector.begin(beginning);
		}
	}

	/**
	 * Take note of what the server says.
	 * @param asked the stream, asked before the consumer, or {@code null} when the server
	 * does not tell
	 * @param now the consumer
	 * @param seenAt when its answer had come, by the clock of the stream's time
	 */
	void observe(@Nullable StreamSnapshot asked, ConsumerProgress now, long seenAt) {
		boolean news = asked != null && asked != this.stream;
		if (asked != null && news) {
			judgeEnd(asked);
			tellOfFirst(asked, now);
		}
		if (asked != null && (news || this.waiting.isSuspicious())) {
			MissedEvents lost = this.detector.observe(asked, now);
			if (lost != null) {
				report(lost);
			}
		}
		if (news || this.judged == null) {
			this.judged = now;
			this.judgedAt = seenAt;
		}
		this.stream = asked;
		publish(asked, now);
		this.latest = now;
	}

	/**
	 * A leader that was just elected may not know the newest events yet, so it has to be
	 * so twice in a row.
	 */
	private void judgeEnd(StreamSnapshot asked) {
		ConsumerProgress earlier = this.judged;
		if (earlier == null || asked.askedAt() - this.judgedAt < 0) {
			return;
		}
		if (!asked.isPassedBy(earlier)) {
			this.timesPastEnd = 0;
			if (this.pastEnd != null) {
				this.pastEnd = null;
				logger.info("Listener " + this.endpoint.id() + ": its consumer does not stand past the end of stream "
						+ this.endpoint.stream() + " any more");
			}
			return;
		}
		if (++this.timesPastEnd < 2) {
			return;
		}
		boolean before = this.pastEnd != null;
		String reason = "its consumer " + this.endpoint.durable() + " stands at sequence " + earlier.delivered()
				+ ", past the end of stream " + this.endpoint.stream() + " (" + asked.last()
				+ "): the stream went back, and new events do not come before it is there again. Delete the consumer;"
				+ " it is created again and begins with the oldest event";
		this.pastEnd = reason;
		if (!before) {
			logger.error("Listener " + this.endpoint.id() + ": " + reason);
		}
	}

	/**
	 * What a consumer with a filter did not get before it was looked at is not known.
	 * With a filter that lets few events through it is mostly nothing: no reason for an
	 * alarm at every start, unless there was a backlog. By the first look it may have
	 * been delivered all there is, so what counts is where it stood before.
	 */
	private void tellOfFirst(StreamSnapshot asked, ConsumerProgress now) {
		ConsumerProgress before = (this.start != null) ? this.start : now;
		if (this.judged == null && before.delivered() + 1 < asked.first() && !asked.isCoveredBy(before.filters())) {
			String line = "Listener " + this.endpoint.id() + " had come to sequence " + before.delivered()
					+ " of stream " + this.endpoint.stream() + ", which begins with " + asked.first()
					+ " now; nobody can tell whether events for it were among those discarded";
			if (before.pending() > 0) {
				logger.warn(line + ", but it was behind by " + before.pending() + " event(s)");
			}
			else {
				logger.info(line);
			}
		}
	}

	private void report(MissedEvents lost) {
		MissedEvents before = this.missed;
		MissedEvents all = (before != null) ? before.and(lost) : lost;
		this.missed = all;
		this.observer.missed(this.endpoint.id(), lost);
		if (before == null || !isLasting(before)) {
			logger.error(
					"Listener " + this.endpoint.id() + " (durable " + this.endpoint.durable() + "): " + describe(lost));
		}
	}

	private String describe(MissedEvents lost) {
		return "at least " + lost.count() + " event(s) of stream " + this.endpoint.stream() + " between sequences "
				+ lost.first() + " and " + lost.last() + " were discarded by its retention or a purge before they were"
				+ " handled, and do not come any more. Raise max-bytes, max-age or max-messages of the stream, or"
				+ " handle faster: more concurrency, more instances; what was lost is with its publisher or in a"
				+ " backup";
	}

	private void publish(@Nullable StreamSnapshot asked, ConsumerProgress now) {
		OptionalDouble used = OptionalDouble.empty();
		if (asked != null) {
			remember(asked, now);
			double share = (now.lag() == 0) ? 0 : asked.usedBehind(this.handled);
			used = OptionalDouble.of(share);
			warn(share, now);
		}
		this.backlog = new ListenerBacklog(OptionalLong.of(now.lag()), used, this.missed, this.pastEnd != null);
	}

	/**
	 * A filter that lets few events through leaves the floor low for ever. What was
	 * delivered is handled when nothing is out, and so is the whole stream when nothing
	 * waits either.
	 */
	private void remember(StreamSnapshot asked, ConsumerProgress now) {
		if (this.handled > asked.last() || !now.continues(this.latest)) {
			this.handled = 0;
		}
		long done = now.ackFloor();
		if (now.ackPending() == 0) {
			done = Math.max(done, (now.pending() == 0) ? asked.last() : now.delivered());
		}
		this.handled = Math.max(this.handled, done);
	}

	private void warn(double share, ConsumerProgress now) {
		// A replay begins far back on purpose
		if (share > WARN_ABOVE && !this.warned && !this.endpoint.replaying()) {
			this.warned = true;
			logger.warn(String.format(Locale.ROOT,
					"Listener %s is behind by %d event(s), which with those between them fill %.0f %% of what stream %s"
							+ " can hold. When it is full, events are discarded before they are handled: handle faster"
							+ " (more concurrency, more instances), or raise max-bytes, max-age or max-messages of the"
							+ " stream",
					this.endpoint.id(), now.lag(), share * 100, this.endpoint.stream()));
		}
		else if (share < CALM_BELOW && this.warned) {
			this.warned = false;
			logger
				.info("Listener " + this.endpoint.id() + " has caught up enough with stream " + this.endpoint.stream());
		}
	}

}
