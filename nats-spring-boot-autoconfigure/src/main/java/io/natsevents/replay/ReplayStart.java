package io.natsevents.replay;

import java.io.IOException;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamInfo;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.event.EventTypePattern;
import io.natsevents.listen.ListenerReplays;
import io.natsevents.listen.ReplayableListener;
import io.natsevents.replay.ReplayCounts.Tally;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Begins replays: finds out what is meant, and puts on the server what a replay needs.
 */
final class ReplayStart {

	private static final Log logger = LogFactory.getLog(EventReplay.class);

	private static final List<String> ALL_SUBJECTS = List.of(">");

	private final ListenerReplays listeners;

	private final ReplayContext context;

	/**
	 * Create the start.
	 * @param listeners the listeners of this application
	 * @param context what all replays share
	 */
	ReplayStart(ListenerReplays listeners, ReplayContext context) {
		this.listeners = listeners;
		this.context = context;
	}

	/**
	 * Begin.
	 * @return the replay: to be run, or ended already when there is nothing in its range
	 * @throws ReplayRefusedException when it is not begun
	 */
	Replay begin(ReplayRequest request) {
		ReplayableListener listener = listener(request.listener());
		String stream = listener.description().stream();
		try {
			StoredReplay replay = new StoredReplay(ReplayIds.random(), request.listener(), stream,
					range(stream, request), types(listener, request), request.organizations(), request.ratePerSecond(),
					this.context.clock().instant());
			return isEmpty(replay, listener) ? new EmptyReplay(replay) : put(replay, listener);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == JetStreamRequest.STREAM_NOT_FOUND) {
				throw new ReplayRefusedException("There is no stream " + stream, true, ex);
			}
			throw new ReplayRefusedException(
					"The server refuses what a replay of stream " + stream + " needs: " + ex.getMessage(),
					ex.getErrorCode() >= 500, ex);
		}
		catch (IOException | ConnectionUnavailableException | DeadLettersUnavailableException
				| IllegalStateException ex) {
			throw new ReplayRefusedException("A replay of stream " + stream + " cannot be begun: " + ex.getMessage(),
					true, ex);
		}
	}

	private ReplayableListener listener(String id) {
		ReplayableListener listener = this.listeners.find(id)
			.orElseThrow(() -> ReplayRefusedException
				.because("This application has no listener '" + id + "'; it has " + this.listeners.ids()));
		String refusal = listener.refusal();
		if (refusal != null) {
			throw ReplayRefusedException.because("Nothing can be replayed into listener '" + id + "': " + refusal);
		}
		return listener;
	}

	private static List<EventTypePattern> types(ReplayableListener listener, ReplayRequest request) {
		try {
			return listener.types(request.types().stream().map(EventTypePattern::parse).toList());
		}
		catch (IllegalArgumentException ex) {
			throw new ReplayRefusedException("Nothing to replay: " + ex.getMessage(), false, ex);
		}
	}

	private ReplayRange range(String stream, ReplayRequest request) throws IOException, JetStreamApiException {
		StreamInfo info = this.context.server().stream(stream);
		if (info.getConfiguration().getRetentionPolicy() == RetentionPolicy.WorkQueue) {
			throw ReplayRefusedException.because("Stream " + stream
					+ " is a work queue: it deletes an event as soon as it is handled, and allows no second consumer"
					+ " for the same subjects. There is nothing to replay; keep events in a stream with limits"
					+ " retention if they may be needed again");
		}
		return new RangeDecision(stream, StreamBounds.of(info),
				(sequence) -> this.context.server().next(stream, sequence, ALL_SUBJECTS))
			.decide(request);
	}

	private boolean isEmpty(StoredReplay replay, ReplayableListener listener)
			throws IOException, JetStreamApiException {
		if (replay.range().isEmpty()) {
			return true;
		}
		StoredTimes.Stored next = this.context.server()
			.next(replay.stream(), replay.range().first(), listener.subjects(replay.types()));
		return next == null || next.sequence() > replay.range().last();
	}

	private RunningReplay put(StoredReplay replay, ReplayableListener listener)
			throws IOException, JetStreamApiException {
		// Before the consumer, or another instance that finds it would think it free
		ReplayLease lease = ReplayLease.take(this.context.records(), replay.id(), ReplayLease.Found.NOTHING);
		if (lease == null) {
			throw new IllegalStateException("the id of " + replay + " is taken; try again");
		}
		boolean put = false;
		try {
			ConsumerInfo consumer = this.context.server()
				.create(replay.stream(),
						listener.consumer(replay.id(), replay.types(), replay.range().first(), replay.metadata()));
			long total = this.context.server().countLeft(replay.stream(), consumer, replay.range().last());
			lease.total(total);
			put = true;
			return new RunningReplay(replay, listener, this.context, lease, total, Tally.NOTHING);
		}
		finally {
			if (!put) {
				remove(replay, listener);
			}
		}
	}

	private void remove(StoredReplay replay, ReplayableListener listener) {
		try {
			this.context.remove(replay.stream(), listener.durable(replay.id()), replay.id());
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | DeadLettersUnavailableException
				| IllegalStateException ex) {
			logger.warn(replay + " was not begun, but what was put on the server for it may still be there: "
					+ ex.getMessage());
		}
	}

}
