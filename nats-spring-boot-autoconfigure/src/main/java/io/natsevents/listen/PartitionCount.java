package io.natsevents.listen;

import java.io.IOException;
import java.util.OptionalInt;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.StreamOwner;
import io.natsevents.stream.StreamPartitions;
import io.natsevents.stream.StreamProvisioningException;

/**
 * Finds out into how many partitions the stream of a listener is divided: as many as the
 * stream says, since publishers go by that, too.
 */
final class PartitionCount {

	private final ListenerEndpoint endpoint;

	private final ListenerContainerDependencies dependencies;

	private final ConsumerServer server;

	private volatile boolean streamAwaited;

	PartitionCount(ListenerEndpoint endpoint, ListenerContainerDependencies dependencies) {
		this.endpoint = endpoint;
		this.dependencies = dependencies;
		this.server = new ConsumerServer(endpoint, dependencies.connection());
	}

	/**
	 * Ask for the number.
	 * @return 1 or more
	 * @throws MissingStreamException when there is no stream
	 * @throws ListenerConfigurationException when the stream has no partitions, or not
	 * those this application is configured for
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	int require() throws IOException, JetStreamApiException {
		OptionalInt configured = this.dependencies.partitions().apply(this.endpoint.stream());
		if (this.dependencies.provisioning().mode() == ProvisioningMode.NONE) {
			return configured.orElseThrow(() -> refused("ordering cluster needs the number of partitions of stream "
					+ this.endpoint.stream() + ", and provisioning.consumer-mode none forbids to ask for it. Set "
					+ property() + " to the number its publishers use, and its subjects if it is none of"
					+ " nats.jetstream.services"));
		}
		StreamConfiguration stream = stream();
		OptionalInt stamped = stamped(stream);
		if (stamped.isEmpty()) {
			String owner = StreamOwner.of(stream.getMetadata());
			throw refused("ordering cluster needs a stream with partitions, and stream " + this.endpoint.stream()
					+ " has none. Set " + property() + ", to 16 for example, in the application that owns the stream"
					+ ((owner != null) ? " ('" + owner + "')" : "") + " and start that first");
		}
		if (configured.isPresent() && configured.getAsInt() != stamped.getAsInt()) {
			throw refused("stream " + this.endpoint.stream() + " has " + stamped.getAsInt() + " partitions, but "
					+ property() + " of this application is " + configured.getAsInt() + ". Set it to "
					+ stamped.getAsInt() + "; another number takes a new stream");
		}
		return stamped.getAsInt();
	}

	/**
	 * Whether the stream was not there when it was asked for, so that all its events are
	 * new to the listener.
	 */
	boolean isStreamAwaited() {
		return this.streamAwaited;
	}

	private StreamConfiguration stream() throws IOException, JetStreamApiException {
		try {
			return this.server.stream().getConfiguration();
		}
		catch (MissingStreamException ex) {
			this.streamAwaited = true;
			throw ex;
		}
	}

	private OptionalInt stamped(StreamConfiguration stream) {
		try {
			return StreamPartitions.of(stream);
		}
		catch (StreamProvisioningException ex) {
			throw new ListenerConfigurationException(this.endpoint.id(), String.valueOf(ex.getMessage()), ex);
		}
	}

	private String property() {
		return "nats.jetstream.streams." + this.endpoint.stream() + ".partitions";
	}

	private ListenerConfigurationException refused(String problem) {
		return new ListenerConfigurationException(this.endpoint.id(), problem, null);
	}

}
