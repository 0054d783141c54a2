package io.natsevents.listen;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import org.jspecify.annotations.Nullable;

/**
 * A listener as the application knows it: one id, whatever number of durable consumers
 * serves it.
 */
interface RegisteredListener extends ListenerHandle {

	/**
	 * The listener as it was declared.
	 */
	ListenerEndpoint endpoint();

	@Override
	default String id() {
		return endpoint().id();
	}

	@Override
	default String stream() {
		return endpoint().stream();
	}

	@Override
	default String durable() {
		return endpoint().durable();
	}

	/**
	 * What it works with.
	 */
	ListenerContainerDependencies dependencies();

	/**
	 * Whether it gets events from a durable consumer of its stream.
	 */
	boolean uses(String durable);

	/**
	 * Whether it takes events once more that were given up by a durable consumer of its
	 * stream: by one it uses, or used when its ordering was another.
	 */
	boolean answersFor(String durable);

	/**
	 * Compare its durable consumers with what it needs.
	 * @return where they differ, or {@code null} when they will do
	 * @throws MissingStreamException when there is no stream
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	@Nullable String verifyConsumers() throws IOException, JetStreamApiException;

	/**
	 * Stop it for a failure after which it must not go on.
	 */
	void fail(Throwable failure);

}
