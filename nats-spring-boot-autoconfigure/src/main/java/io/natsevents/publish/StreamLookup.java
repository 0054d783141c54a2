package io.natsevents.publish;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells "no stream takes this subject" from "its stream is electing a leader", which look
 * the same to a publisher.
 */
final class StreamLookup {

	private static final Log logger = LogFactory.getLog(StreamLookup.class);

	private final ConnectionSupervisor connection;

	private final Executor executor;

	private final Map<String, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

	StreamLookup(ConnectionSupervisor connection, Executor executor) {
		this.connection = connection;
		this.executor = executor;
	}

	/**
	 * Ask the server whether a subject certainly has no stream. Questions about the same
	 * subject share one request.
	 * @param subject the subject
	 * @return completes with {@code false} also when the server cannot tell
	 */
	CompletableFuture<Boolean> hasNoStream(String subject) {
		return this.underWay.computeIfAbsent(subject,
				(key) -> CompletableFuture.supplyAsync(() -> ask(key), this.executor));
	}

	private boolean ask(String subject) {
		try {
			return this.connection.current().jetStreamManagement().getStreamNames(subject).isEmpty();
		}
		catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.debug("The server cannot tell which stream takes '" + subject + "': " + ex.getMessage());
			return false;
		}
		finally {
			this.underWay.remove(subject);
		}
	}

}
