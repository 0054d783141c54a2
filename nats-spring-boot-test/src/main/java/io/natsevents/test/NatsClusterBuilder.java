package io.natsevents.test;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.nats.client.Options;

import org.springframework.util.unit.DataSize;

/**
 * Builds a {@link NatsCluster}; everything has a default.
 */
public final class NatsClusterBuilder {

	private static final int SMALLEST = 3;

	private NatsServerSettings settings = NatsServerSettings.DEFAULTS;

	private int nodes = SMALLEST;

	private Consumer<Options.Builder> clientOptions = (options) -> {
	};

	NatsClusterBuilder() {
	}

	/**
	 * Sets how many nodes the cluster has.
	 * @param nodes the number, at least 3, which is the default
	 * @return this builder
	 * @throws IllegalArgumentException if that is too few to survive the loss of one
	 */
	public NatsClusterBuilder nodes(int nodes) {
		if (nodes < SMALLEST) {
			throw new IllegalArgumentException(
					"A cluster needs %d nodes or more, %d given; NatsServer is a server alone".formatted(SMALLEST,
							nodes));
		}
		this.nodes = nodes;
		return this;
	}

	/**
	 * Stores streams in a directory that {@link NatsCluster#close()} leaves alone.
	 * @param directory the directory, in which every node has one of its own name, such
	 * as {@code n1}; by default each has a temporary one that is deleted
	 * @return this builder
	 */
	public NatsClusterBuilder storeDirectory(Path directory) {
		this.settings = this.settings.withStoreDirectory(directory);
		return this;
	}

	/**
	 * Limits what all streams in memory may reserve together on each node.
	 * @param size the limit, 1 GB by default
	 * @return this builder
	 */
	public NatsClusterBuilder maxMemoryStore(DataSize size) {
		this.settings = this.settings.withMaxMemoryStore(size);
		return this;
	}

	/**
	 * Limits what all streams in files may reserve together on each node. A stream
	 * reserves its {@code max_bytes} on every node that has a replica, and takes disk
	 * space only when it fills.
	 * @param size the limit, 20 GB by default
	 * @return this builder
	 */
	public NatsClusterBuilder maxFileStore(DataSize size) {
		this.settings = this.settings.withMaxFileStore(size);
		return this;
	}

	/**
	 * Limits the size of one message, headers included.
	 * @param size the limit; by default the server's own, 1 MB
	 * @return this builder
	 */
	public NatsClusterBuilder maxPayload(DataSize size) {
		this.settings = this.settings.withMaxPayload(size);
		return this;
	}

	/**
	 * Adds lines to the {@code jetstream} block of the configuration file of every node.
	 * @param lines lines in the server's configuration language, such as
	 * {@code sync_interval: always}; may be called repeatedly
	 * @return this builder
	 */
	public NatsClusterBuilder jetStreamConfiguration(String lines) {
		this.settings = this.settings.withJetStreamConfiguration(lines);
		return this;
	}

	/**
	 * Adds lines to the configuration file of every node. It has {@code server_name},
	 * {@code cluster}, {@code accounts} with the system account, and {@code lame_duck_*}
	 * already.
	 * @param lines lines in the server's configuration language; may be called repeatedly
	 * @return this builder
	 * @see #clientOptions(Consumer)
	 */
	public NatsClusterBuilder extraConfiguration(String lines) {
		this.settings = this.settings.withExtraConfiguration(lines);
		return this;
	}

	/**
	 * Tells how the cluster's own requests connect, where {@link #extraConfiguration}
	 * asks clients for credentials or TLS. They need the right to use the JetStream API.
	 * @param options sets what is needed to connect
	 * @return this builder
	 */
	public NatsClusterBuilder clientOptions(Consumer<Options.Builder> options) {
		this.clientOptions = options;
		return this;
	}

	/**
	 * Builds the cluster without starting it.
	 * @return the cluster
	 * @throws IllegalStateException if no nats-server is found on this machine
	 */
	public NatsCluster build() {
		return new NatsCluster(NatsServerBinary.find(System.getenv()), this.settings, this.nodes, this.clientOptions);
	}

	/**
	 * Builds the cluster and starts it.
	 * @return the cluster, ready for connections
	 * @throws IllegalStateException if no nats-server is found on this machine, or the
	 * cluster does not start
	 */
	public NatsCluster start() {
		NatsCluster cluster = build();
		try {
			cluster.start();
		}
		catch (RuntimeException ex) {
			cluster.close();
			throw ex;
		}
		return cluster;
	}

}
