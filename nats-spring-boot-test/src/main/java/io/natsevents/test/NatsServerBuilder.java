package io.natsevents.test;

import java.nio.file.Path;

import org.springframework.util.unit.DataSize;

/**
 * Builds a {@link NatsServer}; everything has a default.
 */
public final class NatsServerBuilder {

	private NatsServerSettings settings = NatsServerSettings.DEFAULTS;

	NatsServerBuilder() {
	}

	/**
	 * Switches JetStream on or off.
	 * @param jetStream {@code true}, the default, for on
	 * @return this builder
	 */
	public NatsServerBuilder jetStream(boolean jetStream) {
		this.settings = this.settings.withJetStream(jetStream);
		return this;
	}

	/**
	 * Stores streams in a directory that {@link NatsServer#close()} leaves alone.
	 * @param directory the directory; by default a temporary one that is deleted
	 * @return this builder
	 */
	public NatsServerBuilder storeDirectory(Path directory) {
		this.settings = this.settings.withStoreDirectory(directory);
		return this;
	}

	/**
	 * Limits what all streams in memory may reserve together.
	 * @param size the limit, 1 GB by default
	 * @return this builder
	 */
	public NatsServerBuilder maxMemoryStore(DataSize size) {
		this.settings = this.settings.withMaxMemoryStore(size);
		return this;
	}

	/**
	 * Limits what all streams in files may reserve together. A stream reserves its
	 * {@code max_bytes} when it is created, and takes disk space only when it fills.
	 * @param size the limit, 20 GB by default
	 * @return this builder
	 */
	public NatsServerBuilder maxFileStore(DataSize size) {
		this.settings = this.settings.withMaxFileStore(size);
		return this;
	}

	/**
	 * Limits the size of one message, headers included.
	 * @param size the limit; by default the server's own, 1 MB
	 * @return this builder
	 */
	public NatsServerBuilder maxPayload(DataSize size) {
		this.settings = this.settings.withMaxPayload(size);
		return this;
	}

	/**
	 * Adds lines to the {@code jetstream} block of the server's configuration file.
	 * @param lines lines in the server's configuration language, such as
	 * {@code sync_interval: always}; may be called repeatedly
	 * @return this builder
	 */
	public NatsServerBuilder jetStreamConfiguration(String lines) {
		this.settings = this.settings.withJetStreamConfiguration(lines);
		return this;
	}

	/**
	 * Adds lines to the server's configuration file, such as an {@code authorization} or
	 * {@code tls} block. The log must stay on standard output.
	 * @param lines lines in the server's configuration language; may be called repeatedly
	 * @return this builder
	 */
	public NatsServerBuilder extraConfiguration(String lines) {
		this.settings = this.settings.withExtraConfiguration(lines);
		return this;
	}

	/**
	 * Builds the server without starting it.
	 * @return the server
	 * @throws IllegalStateException if no nats-server is found on this machine
	 */
	public NatsServer build() {
		return new NatsServer(NatsServerBinary.find(System.getenv()), this.settings);
	}

	/**
	 * Builds the server and starts it.
	 * @return the server, ready for connections
	 * @throws IllegalStateException if no nats-server is found on this machine, or it
	 * does not start
	 */
	public NatsServer start() {
		NatsServer server = build();
		try {
			server.start();
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
		return server;
	}

}
