package io.natsevents.listen;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.StartupFailurePolicy;
import io.natsevents.listen.ListenerState.Phase;

/**
 * Does what a listener asks of the server when it starts, and says what it means when
 * that does not work: the start fails, or it is tried again while the application runs.
 */
final class StartAttempt {

	private final ListenerEndpoint endpoint;

	private final ListenerContainerDependencies dependencies;

	private final ListenerStatus status;

	StartAttempt(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies, ListenerStatus status) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.status = status;
	}

	/**
	 * Try it.
	 * @return whether it worked; if not it is to be tried again
	 * @throws RuntimeException when the start fails
	 */
	boolean run(Step step) {
		if (!this.dependencies.serverReady().getAsBoolean()) {
			awaitServer();
			return false;
		}
		try {
			step.run();
			return true;
		}
		catch (MissingStreamException ex) {
			if (this.endpoint.settings().missingStream() == MissingStream.FAIL) {
				this.status.become(Phase.FAILED, ex.getMessage());
				throw ex;
			}
			this.status.become(Phase.WAITING_FOR_STREAM, ex.getMessage());
		}
		catch (ConnectionUnavailableException ex) {
			this.status.become(Phase.WAITING_FOR_CONNECTION, ex.getMessage());
		}
		catch (IOException | IllegalStateException ex) {
			this.status.become(Phase.RECOVERING, ex.getMessage());
		}
		catch (ListenerConfigurationException | ConsumerVerificationException ex) {
			refused(ex);
		}
		catch (JetStreamApiException ex) {
			if (ex.getErrorCode() < 500) {
				refused(new ListenerConfigurationException(this.endpoint.id(), "the server refuses its consumer "
						+ this.endpoint.durable() + " on stream " + this.endpoint.stream() + ": " + ex.getMessage(),
						ex));
			}
			else {
				this.status.become(Phase.RECOVERING, ex.getMessage());
			}
		}
		return false;
	}

	/**
	 * Asking now would only delay the start; it is done as soon as it can be.
	 */
	private void awaitServer() {
		if (this.dependencies.connection().isConnected()) {
			this.status.become(Phase.WAITING_FOR_STREAM, "the streams of this application are not in place yet");
		}
		else {
			this.status.become(Phase.WAITING_FOR_CONNECTION, this.dependencies.connection().describeOutage());
		}
	}

	/**
	 * An application that is to start even without a server is not kept from it by what
	 * the server says.
	 */
	private void refused(RuntimeException refusal) {
		if (this.dependencies.connection().startupFailurePolicy() == StartupFailurePolicy.CONTINUE) {
			this.status.become(Phase.RECOVERING, refusal.getMessage());
			return;
		}
		this.status.become(Phase.FAILED, refusal.getMessage());
		throw refusal;
	}

	/**
	 * What is asked.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws IOException, JetStreamApiException;

	}

}
