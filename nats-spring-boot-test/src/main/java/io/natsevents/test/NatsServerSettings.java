package io.natsevents.test;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What the configuration file of a server says.
 *
 * @param jetStream whether JetStream is on
 * @param storeDirectory where streams are stored, or {@code null} for a directory of the
 * server's own
 * @param maxMemoryStore what streams in memory may take together
 * @param maxFileStore what streams in files may take together
 * @param maxPayload the largest message, or {@code null} for the server's default
 * @param jetStreamConfiguration more lines for the {@code jetstream} block
 * @param extraConfiguration more lines for the configuration file
 * @param membership the server's part in a cluster, or {@code null} if it is alone
 */
record NatsServerSettings(boolean jetStream, @Nullable Path storeDirectory, DataSize maxMemoryStore,
		DataSize maxFileStore, @Nullable DataSize maxPayload, String jetStreamConfiguration, String extraConfiguration,
		@Nullable ClusterMembership membership) {

	static final NatsServerSettings DEFAULTS = new NatsServerSettings(true, null, DataSize.ofGigabytes(1),
			DataSize.ofGigabytes(20), null, "", "", null);

	NatsServerSettings withJetStream(boolean jetStream) {
		return new NatsServerSettings(jetStream, this.storeDirectory, this.maxMemoryStore, this.maxFileStore,
				this.maxPayload, this.jetStreamConfiguration, this.extraConfiguration, this.membership);
	}

	NatsServerSettings withStoreDirectory(Path storeDirectory) {
		return new NatsServerSettings(this.jetStream, storeDirectory, this.maxMemoryStore, this.maxFileStore,
				this.maxPayload, this.jetStreamConfiguration, this.extraConfiguration, this.membership);
	}

	NatsServerSettings withMaxMemoryStore(DataSize maxMemoryStore) {
		return new NatsServerSettings(this.jetStream, this.storeDirectory, maxMemoryStore, this.maxFileStore,
				this.maxPayload, this.jetStreamConfiguration, this.extraConfiguration, this.membership);
	}

	NatsServerSettings withMaxFileStore(DataSize maxFileStore) {
		return new NatsServerSettings(this.jetStream, this.storeDirectory, this.maxMemoryStore, maxFileStore,
				this.maxPayload, this.jetStreamConfiguration, this.extraConfiguration, this.membership);
	}

	NatsServerSettings withMaxPayload(DataSize maxPayload) {
		return new NatsServerSettings(this.jetStream, this.storeDirectory, this.maxMemoryStore, this.maxFileStore,
				maxPayload, this.jetStreamConfiguration, this.extraConfiguration, this.membership);
	}

	NatsServerSettings withJetStreamConfiguration(String lines) {
		return new NatsServerSettings(this.jetStream, this.storeDirectory, this.maxMemoryStore, this.maxFileStore,
				this.maxPayload, this.jetStreamConfiguration + lines + "\n", this.extraConfiguration, this.membership);
	}

	NatsServerSettings withExtraConfiguration(String lines) {
		return new NatsServerSettings(this.jetStream, this.storeDirectory, this.maxMemoryStore, this.maxFileStore,
				this.maxPayload, this.jetStreamConfiguration, this.extraConfiguration + lines + "\n", this.membership);
	}

	NatsServerSettings withMembership(ClusterMembership membership) {
		return new NatsServerSettings(this.jetStream, this.storeDirectory, this.maxMemoryStore, this.maxFileStore,
				this.maxPayload, this.jetStreamConfiguration, this.extraConfiguration, membership);
	}

	/**
	 * Finds out where streams are stored.
	 * @param own a directory of the server's own
	 */
	Path store(Path own) {
		if (this.storeDirectory == null) {
			return own;
		}
		return (this.membership != null) ? this.storeDirectory.resolve(this.membership.name()) : this.storeDirectory;
	}

	String toConfiguration(String host, int port, int monitoringPort, Path defaultStoreDirectory) {
		StringBuilder configuration = new StringBuilder();
		configuration.append("host: \"%s\"\nport: %d\n".formatted(host, port));
		configuration.append("http: \"%s:%d\"\n".formatted(host, monitoringPort));
		if (this.maxPayload != null) {
			configuration.append("max_payload: %d\n".formatted(this.maxPayload.toBytes()));
		}
		if (this.jetStream) {
			configuration.append("jetstream {\n  store_dir: %s\n  max_mem: %d\n  max_file: %d\n%s}\n".formatted(
					quoted(store(defaultStoreDirectory)), this.maxMemoryStore.toBytes(), this.maxFileStore.toBytes(),
					this.jetStreamConfiguration));
		}
		if (this.membership != null) {
			configuration.append(this.membership.toConfiguration(host));
		}
		return configuration.append(this.extraConfiguration).toString();
	}

	private static String quoted(Path path) {
		return '"' + path.toAbsolutePath().toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}

}
