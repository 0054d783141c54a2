package io.natsevents.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.RequestDeniedException;
import io.natsevents.connection.StoredMessage;
import io.natsevents.connection.StreamReader;
import io.natsevents.publish.StreamHeight.Era;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks streams whether they still have the last event they confirmed, after something in
 * which they may have lost it. The sequence of the next event does not tell when other
 * applications have filled its place.
 */
final class StreamInquiry implements ConnectionObserver {

	private static final Log logger = LogFactory.getLog(EventPublisher.class);

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

	private static final int MOST_DOUBTS = 4;

	/** What is in flight may tell by itself, and more exactly. */
	static final ExponentialDelays LOOKS = new ExponentialDelays(Duration.ofSeconds(2), 1.5, Duration.ofMinutes(1));

	private final Set<StreamDoubt> doubts = ConcurrentHashMap.newKeySet();

	private final Set<String> denied = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean awaited = new AtomicBoolean();

	private final ConnectionSupervisor connection;

	private final PublishThreads threads;

	private final StreamHeights heights;

	private final StreamReader reader;

	private final ExponentialDelays looks;

	private final LongSupplier nanoTime;

	private volatile int looked;

	private volatile boolean stopped;

	/**
	 * Begin without a doubt.
	 * @param connection leads to the streams
	 * @param threads to ask with
	 * @param heights know what was confirmed
	 * @param looks how long to wait before asking, and before asking again
	 * @param nanoTime tells the time in nanoseconds, from any origin
	 */
	StreamInquiry(ConnectionSupervisor connection, PublishThreads threads, StreamHeights heights,
			ExponentialDelays looks, LongSupplier nanoTime) {
		this.connection = connection;
		this.threads = threads;
		this.heights = heights;
		this.reader = new StreamReader(connection, ANSWER_LIMIT);
		this.looks = looks;
		this.nanoTime = nanoTime;
	}

	void start() {
		this.connection.addObserver(this);
	}

	void stop() {
		this.stopped = true;
		this.connection.removeObserver(this);
	}

	/**
	 * Nothing is confirmed any more, so what was confirmed last is known here.
	 */
	@Override
	public void connectionLost() {
		this.heights.eras().forEach((era) -> doubt(era, era.highest()));
	}

	@Override
	public void connectionReady() {
		lookLater(0);
	}

	/**
	 * An event was not confirmed, or late: perhaps its stream was away. What had been
	 * confirmed when it was sent may have been kept, and what was confirmed before the
	 * stream went away may be lost. Its own confirmation must not have been noted yet.
	 * @param sentIn the era in which it was first sent
	 * @param highestWhenSent the highest event at that time
	 */
	void delayed(Era sentIn, ConfirmedEvent highestWhenSent) {
		doubt(sentIn, highestWhenSent);
		doubt(sentIn, sentIn.highest());
		lookLater(0);
	}

	/**
	 * When events are late there are many, and the first doubts are the best: what is
	 * confirmed since proves less.
	 */
	private void doubt(Era era, @Nullable ConfirmedEvent confirmed) {
		String stream = era.stream();
		if (confirmed != null && era.isPresent() && !this.denied.contains("STREAM.INFO." + stream)
				&& this.doubts.stream().filter((doubt) -> doubt.stream().equals(stream)).count() < MOST_DOUBTS) {
			this.doubts.add(new StreamDoubt(confirmed, era));
		}
	}

	private void lookLater(int before) {
		if (!this.stopped && !this.doubts.isEmpty() && this.awaited.compareAndSet(false, true)) {
			this.looked = before;
			this.threads.timer()
				.schedule(() -> this.threads.completions().execute(this::look),
						this.looks.before(before + 1).toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * The highest event first: what it proves to be lost needs no other proof.
	 */
	private void look() {
		try {
			this.doubts.stream().sorted(Comparator.comparingLong(StreamDoubt::sequence).reversed()).forEach((doubt) -> {
				if (!this.stopped && this.connection.isConnected() && this.doubts.contains(doubt)) {
					settle(doubt);
				}
			});
		}
		finally {
			this.awaited.set(false);
			lookLater(this.looked + 1);
		}
	}

	private void settle(StreamDoubt doubt) {
		try {
			StreamDoubt left = judge(doubt);
			this.doubts.remove(doubt);
			if (left != null) {
				this.doubts.add(left);
			}
		}
		catch (RequestDeniedException ex) {
			this.doubts.remove(doubt);
			deny("STREAM.INFO." + doubt.stream(), doubt.stream());
		}
		catch (IOException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.debug("Stream " + doubt.stream() + " does not tell whether it has what it confirmed", ex);
		}
		catch (RuntimeException ex) {
			this.doubts.remove(doubt);
			logger.error("Unexpected error while asking stream " + doubt.stream() + " whether it has sequence "
					+ doubt.sequence(), ex);
		}
	}

	/**
	 * Find out about a doubt.
	 * @return what is left of it, or {@code null} when it is settled
	 */
	private @Nullable StreamDoubt judge(StreamDoubt doubt) throws IOException {
		OptionalLong last = this.reader.last(doubt.stream());
		if (last.isEmpty()) {
			// One that is created anew is noticed by what it stores
			return null;
		}
		long end = last.getAsLong();
		long now = this.nanoTime.getAsLong();
		return switch (doubt.atEnd(end, now)) {
			case LOOK_AGAIN -> doubt.endingAt(end, now);
			case LOST -> lost(doubt.endingAt(end, now));
			case ASK_FOR_EVENT -> isReplaced(doubt) ? lost(doubt) : null;
		};
	}

	private @Nullable StreamDoubt lost(StreamDoubt proven) {
		this.heights.lost(proven);
		return null;
	}

	private boolean isReplaced(StreamDoubt doubt) throws IOException {
		String operation = "STREAM.MSG.GET." + doubt.stream();
		if (this.denied.contains(operation)) {
			return false;
		}
		try {
			StoredMessage message = this.reader.at(doubt.stream(), doubt.sequence());
			return message != null && doubt.isReplacedBy(message.header(NatsJetStreamConstants.MSG_ID_HDR));
		}
		catch (RequestDeniedException ex) {
			deny(operation, doubt.stream());
			return false;
		}
	}

	private void deny(String operation, String stream) {
		if (this.denied.add(operation)) {
			logger.warn("Nobody can tell whether stream " + stream
					+ " still has what it confirmed before the last disruption, because this application may not ask;"
					+ " grant to publish to '" + JetStreamRequest.API + operation
					+ "'. It is not tried again before the next start");
		}
	}

}
