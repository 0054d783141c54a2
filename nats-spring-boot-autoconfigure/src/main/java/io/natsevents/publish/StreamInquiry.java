package io.natsevents.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.JetStreamApiException;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.RequestDeniedException;
import io.natsevents.connection.StoredMessage;
import io.natsevents.connection.StreamReader;
import io.natsevents.publish.StreamHeight.Era;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Asks streams whether they still have the last event they confirmed, after something in
 * which they may have lost it. The sequence of the next event does not tell when other
 * applications have filled its place.
 */
final class StreamInquiry implements ConnectionObserver {

	private static final Log logger = LogFactory.getLog(EventPublisher.class);

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

	private final Set<StreamDoubt> doubts = ConcurrentHashMap.newKeySet();

	private final Set<String> denied = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean awaited = new AtomicBoolean();

	private final ConnectionSupervisor connection;

	private final PublishThreads threads;

	private final StreamHeights heights;

	private final StreamReader reader;

	private final Duration firstLook;

	private final Duration nextLook;

	private volatile boolean stopped;

	/**
	 * Begin without a doubt.
	 * @param connection leads to the streams
	 * @param threads to ask with
	 * @param heights know what was confirmed
	 * @param firstLook how long to wait before asking: what is in flight may tell by
	 * itself, and more exactly
	 * @param nextLook how long to wait before asking again
	 */
	StreamInquiry(ConnectionSupervisor connection, PublishThreads threads, StreamHeights heights, Duration firstLook,
			Duration nextLook) {
		this.connection = connection;
		this.threads = threads;
		this.heights = heights;
		this.reader = new StreamReader(connection, ANSWER_LIMIT);
		this.firstLook = firstLook;
		this.nextLook = nextLook;
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
		this.heights.all().forEach((height) -> doubt(height, height.era()));
	}

	@Override
	public void connectionReady() {
		lookIn(this.firstLook);
	}

	/**
	 * It took long until an event was confirmed: perhaps its stream was away. Of many
	 * that are late the first counts: what is confirmed since proves less.
	 * @param height its stream
	 * @param sentIn the era in which it was first sent
	 * @param highestWhenSent the highest event at that time
	 */
	void confirmedLate(StreamHeight height, Era sentIn, ConfirmedEvent highestWhenSent) {
		if (this.doubts.stream().noneMatch((doubt) -> doubt.height() == height)) {
			doubt(new StreamDoubt(height, highestWhenSent, sentIn));
			lookIn(this.firstLook);
		}
	}

	private void doubt(StreamHeight height, Era era) {
		ConfirmedEvent highest = era.highest();
		if (highest != null) {
			doubt(new StreamDoubt(height, highest, era));
		}
	}

	private void doubt(StreamDoubt doubt) {
		if (!this.denied.contains(doubt.stream())) {
			this.doubts.add(doubt);
		}
	}

	private void lookIn(Duration delay) {
		if (!this.stopped && !this.doubts.isEmpty() && this.awaited.compareAndSet(false, true)) {
			this.threads.timer()
				.schedule(() -> this.threads.completions().execute(this::look), delay.toMillis(),
						TimeUnit.MILLISECONDS);
		}
	}

	private void look() {
		try {
			for (StreamDoubt doubt : List.copyOf(this.doubts)) {
				if (!this.stopped && this.connection.isConnected()) {
					settle(doubt);
				}
			}
		}
		finally {
			this.awaited.set(false);
			lookIn(this.nextLook);
		}
	}

	private void settle(StreamDoubt doubt) {
		String stream = doubt.stream();
		try {
			judge(doubt);
		}
		catch (RequestDeniedException ex) {
			this.denied.add(stream);
			this.doubts.removeIf((each) -> each.height() == doubt.height());
			logger.warn("Nobody can tell whether stream " + stream
					+ " still has what it confirmed before the last disruption, because this application may not ask;"
					+ " grant to publish to '$JS.API.STREAM.INFO." + stream + "' and '$JS.API.STREAM.MSG.GET." + stream
					+ "'");
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.debug("Stream " + stream + " does not tell whether it has what it confirmed", ex);
		}
	}

	private void judge(StreamDoubt doubt) throws IOException, JetStreamApiException {
		String stream = doubt.stream();
		long last = JetStreamRequest
			.ask(this.connection, "STREAM.INFO." + stream, (management) -> management.getStreamInfo(stream))
			.getStreamState()
			.getLastSequence();
		switch (doubt.atEnd(last)) {
			case LOOK_AGAIN -> this.doubts.add(doubt.endingAt(last));
			case LOST -> this.heights.lost(doubt.endingAt(last));
			case ASK_FOR_EVENT -> {
				StoredMessage message = this.reader.at(stream, doubt.sequence());
				if (message != null && doubt.isReplacedBy(message.header(NatsJetStreamConstants.MSG_ID_HDR))) {
					this.heights.lost(doubt);
				}
			}
		}
		this.doubts.remove(doubt);
	}

}
