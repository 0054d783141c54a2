package io.natsevents.test;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;

/**
 * What a library that connects to NATS has for its connection details.
 */
interface StubConnectionDetails extends ConnectionDetails {

	String url();

	class Factory implements ConnectionDetailsFactory<NatsServer, StubConnectionDetails> {

		@Override
		public StubConnectionDetails getConnectionDetails(NatsServer source) {
			return source::url;
		}

	}

	class ClusterFactory implements ConnectionDetailsFactory<NatsCluster, StubConnectionDetails> {

		@Override
		public StubConnectionDetails getConnectionDetails(NatsCluster source) {
			return () -> String.join(",", source.urls());
		}

	}

}
