package io.natsevents.deadletter;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;

import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.natsevents.connection.ConnectionSupervisor;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows about dead letters: their number, and the alert all instances
 * share.
 */
final class AlertStore {

	/** Three tokens, so that it can never be the record of a trial. */
	static final String SUBJECT = "trial.alert.state";

	private final StreamRequests requests;

	private final SharedRecords records;

	private final InstantSource clock;

	/**
	 * Create a store.
	 * @param connection leads to the server
	 * @param timeout how long to wait for each answer
	 * @param clock tells when something was written
	 */
	AlertStore(ConnectionSupervisor connection, Duration timeout, InstantSource clock) {
		this.requests = new StreamRequests(connection, timeout);
		this.records = new SharedRecords(connection, timeout);
		this.clock = clock;
	}

	/**
	 * Count the dead letters.
	 * @throws DeadLettersUnavailableException when the server does not answer or refuses,
	 * or there is no stream of them
	 */
	DeadLetterNumbers numbers() {
		JsonValue answer = this.requests.demand("STREAM.INFO." + DeadLetterStream.NAME, () -> "{}");
		JsonValue state = JsonValueUtils.readValue(answer, "state");
		long messages = JsonValueUtils.readLong(state, "messages", 0);
		ZonedDateTime oldest = JsonValueUtils.readDate(state, "first_ts");
		return new DeadLetterNumbers(messages, (messages > 0 && oldest != null) ? oldest.toInstant() : null);
	}

	/**
	 * Read what is stored, from the leader.
	 * @throws DeadLettersUnavailableException when the server does not answer or refuses,
	 * or there is no stream
	 */
	Found read() {
		SharedRecords.Found found = this.records.read(SUBJECT);
		return new Found(found.sequence(), StoredAlert.read(found.headers(), found.sequence(), found.storedAt()));
	}

	/**
	 * Write an alert, if what is stored is still what was found.
	 * @param alert what to write
	 * @param sequence sequence of what was found, or 0 when there was nothing
	 * @return the alert as it is stored, or {@code null} when another instance was faster
	 * @throws DeadLettersUnavailableException when it is not certain that it was written
	 */
	@Nullable StoredAlert write(StoredAlert alert, long sequence) {
		long written = this.records.write(SUBJECT, alert.headers(), sequence);
		return (written > 0) ? alert.storedAs(written, this.clock.instant()) : null;
	}

	/**
	 * What is stored.
	 *
	 * @param sequence sequence of the message, or 0 when there is none
	 * @param alert the alert, or {@code null} when there is none that can be read
	 */
	record Found(long sequence, @Nullable StoredAlert alert) {
	}

}
