package io.natsevents.stream;

import java.util.Set;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.JetStreamRequest;

/**
 * The server's error codes that mean something here, as nats-server 2.15.1 answered them.
 */
final class ServerError {

	/** HTTP-like code of everything that is only true for now. */
	static final int UNAVAILABLE = 503;

	static final int NO_SUITABLE_PEERS = 10005;

	static final int NOT_ENABLED_FOR_ACCOUNT = 10039;

	static final int SUBJECTS_OVERLAP = 10065;

	static final int REPLICAS_WITHOUT_CLUSTER = 10074;

	static final int NOT_ENABLED = 10076;

	private static final int NAME_IN_USE = 10058;

	/**
	 * Account resources exceeded, insufficient resources, memory, storage, and max-bytes
	 * above what the account allows one stream.
	 */
	private static final Set<Integer> STORAGE = Set.of(10002, 10023, 10028, 10047, 10122);

	private ServerError() {
	}

	/** Somebody created or deleted the stream between our reading and our writing. */
	static boolean isLostRace(int code) {
		return code == NAME_IN_USE || code == JetStreamRequest.STREAM_NOT_FOUND;
	}

	/** A cluster says it with the text of "no suitable peers". */
	static boolean isStorage(JetStreamApiException ex) {
		return STORAGE.contains(ex.getApiErrorCode()) || (ex.getApiErrorCode() == NO_SUITABLE_PEERS
				&& ex.getErrorDescription().contains("insufficient storage"));
	}

	static boolean isTagMismatch(JetStreamApiException ex) {
		return ex.getErrorDescription().contains("tags not matched");
	}

}
