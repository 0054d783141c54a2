package io.natsevents.listen;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.RequestDeniedException;
import io.natsevents.stream.RetryWindow;
import org.jspecify.annotations.Nullable;

/**
 * Compares the durable consumers of all listeners at once, so that all differences are
 * seen together.
 */
final class ConsumerVerification {

	private final ListenerContainerDependencies dependencies;

	ConsumerVerification(ListenerContainerDependencies dependencies) {
		this.dependencies = dependencies;
	}

	/**
	 * Make sure that all are there and nothing differs. Goes on while the server does not
	 * answer, until the time for provisioning is used up.
	 * @throws ConsumerVerificationException when one is missing, differs or could not be
	 * compared
	 */
	void require(Collection<RegisteredListener> listeners) {
		RetryWindow window = new RetryWindow(this.dependencies.provisioning().timeout(), this.dependencies.clock());
		Map<String, String> problems = new LinkedHashMap<>();
		for (RegisteredListener listener : listeners) {
			String problem = problem(listener, window);
			if (problem != null) {
				problems.put(listener.id(), problem);
			}
		}
		if (!problems.isEmpty()) {
			throw new ConsumerVerificationException(problems);
		}
	}

	private static @Nullable String problem(RegisteredListener listener, RetryWindow window) {
		while (true) {
			try {
				return listener.verifyConsumers();
			}
			catch (MissingStreamException | IllegalArgumentException | RequestDeniedException ex) {
				return ex.getMessage();
			}
			catch (IOException | JetStreamApiException | ConnectionUnavailableException | IllegalStateException ex) {
				boolean refused = ex instanceof JetStreamApiException answer && answer.getErrorCode() < 500;
				if (refused || !awaitNext(window)) {
					return "its consumer could not be compared: " + ex.getMessage();
				}
			}
		}
	}

	private static boolean awaitNext(RetryWindow window) {
		try {
			return window.awaitNext();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
