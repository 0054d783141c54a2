package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;

import io.nats.client.support.JsonSerializable;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * Reads and deletes messages of the stream of dead letters.
 * <p>
 * Where a decision hangs on it the leader is asked; pages are read directly, which spares
 * it the work but may be a moment behind. Every request ends within the time-out.
 */
final class DeadLetterStore {

	private static final String GET = "STREAM.MSG.GET.";

	/** Whatever the reason, which stands only in the words that come with it. */
	private static final int DELETE_FAILED = 10057;

	/** Beyond the last page, so that the server only counts. */
	private static final int NO_DETAILS = Integer.MAX_VALUE;

	private final StreamRequests requests;

	/**
	 * Create the store.
	 * @param connection leads to the server
	 * @param timeout how long to wait for each answer
	 */
	DeadLetterStore(ConnectionSupervisor connection, Duration timeout) {
		this.requests = new StreamRequests(connection, timeout);
	}

	/**
	 * Find the entry of a dead letter.
	 * @param id its id
	 * @return what is stored now, or {@code null} when there is nothing
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	@Nullable StoredMessage find(DeadLetterId id) {
		return get(DeadLetterStream.NAME, JsonValueUtils.mapBuilder().put("last_by_subj", id.subject()));
	}

	/**
	 * Go through entries in the order in which they were stored.
	 * @param filter which subjects, with wildcards
	 * @param from least sequence
	 */
	DeadLetterScan scan(String filter, long from) {
		return new DeadLetterScan(this, new DirectReading(this.requests, DeadLetterStream.NAME), filter, from);
	}

	/**
	 * Find out where to begin a scan for entries stored at a time or later, without
	 * reading those before.
	 * @param filter which subjects, with wildcards
	 * @param time the time
	 * @return a sequence; no entry before it was stored later
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	long beginning(String filter, Instant time) {
		long low = 1;
		long high = lastSequence() + 1;
		while (low < high) {
			long middle = low + (high - low) / 2;
			StoredMessage entry = next(filter, middle);
			if (entry == null || !entry.storedAt().isBefore(time)) {
				high = middle;
			}
			else {
				low = entry.sequence() + 1;
			}
		}
		return low;
	}

	/**
	 * Read the first entry from a sequence on, from the leader.
	 * @return the entry, or {@code null} when there is none
	 */
	@Nullable StoredMessage next(String filter, long from) {
		return get(DeadLetterStream.NAME, JsonValueUtils.mapBuilder().put("seq", from).put("next_by_subj", filter));
	}

	/**
	 * Read the original of a dead letter.
	 * @param position where it was stored
	 * @return the original, or {@code null} when its stream does not have it any more
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	@Nullable StoredMessage original(StoredPosition position) {
		StoredMessage message = get(position.stream(), JsonValueUtils.mapBuilder().put("seq", position.sequence()));
		// The sequence may have been given to another message since
		return (message != null && message.storedAt().equals(position.storedAt())) ? message : null;
	}

	private @Nullable StoredMessage get(String stream, JsonSerializable request) {
		String operation = GET + stream;
		JsonValue answer = this.requests.ask(operation, request);
		return switch (StreamRequests.errorCode(answer)) {
			case 0 -> StoredMessage.ofLeader(answer);
			case JetStreamRequest.MESSAGE_NOT_FOUND -> null;
			default -> {
				if (!stream.equals(DeadLetterStream.NAME) && StreamRequests.isStreamMissing(answer)) {
					yield null;
				}
				throw StreamRequests.refused(operation, answer);
			}
		};
	}

	/**
	 * Delete an entry. Its bytes are not overwritten, as they are not when it becomes too
	 * old: that takes the server a hundred times as long, and there may be thousands.
	 * @param sequence its own sequence: an entry that was replaced has another
	 * @return {@code false} when there is none
	 * @throws DeadLettersUnavailableException when the server cannot be asked, or does
	 * not delete
	 */
	boolean delete(long sequence) {
		String operation = "STREAM.MSG.DELETE." + DeadLetterStream.NAME;
		JsonValue answer = this.requests.ask(operation,
				JsonValueUtils.mapBuilder().put("seq", sequence).put("no_erase", true));
		int error = StreamRequests.errorCode(answer);
		if (error == DELETE_FAILED
				&& get(DeadLetterStream.NAME, JsonValueUtils.mapBuilder().put("seq", sequence)) == null) {
			return false;
		}
		if (error != 0) {
			throw StreamRequests.refused(operation, answer);
		}
		return true;
	}

	/**
	 * Count subjects that have an entry, without reading any.
	 * @param filter which subjects, with wildcards
	 * @return how many there are
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	long count(String filter) {
		return JsonValueUtils.readLong(
				info(JsonValueUtils.mapBuilder().put("subjects_filter", filter).put("offset", NO_DETAILS)), "total", 0);
	}

	/**
	 * Sequence of the entry stored last, there or not.
	 * @throws DeadLettersUnavailableException when the server cannot be asked
	 */
	long lastSequence() {
		return JsonValueUtils.readLong(JsonValueUtils.readObject(info(JsonValueUtils.mapBuilder()), "state"),
				"last_seq", 0);
	}

	private JsonValue info(JsonSerializable request) {
		return this.requests.demand("STREAM.INFO." + DeadLetterStream.NAME, request);
	}

}
