package io.natsevents.autoconfigure;

import java.util.List;

import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.test.NatsServer;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;

/**
 * Connects an application under test to the server of its {@code @NatsServerTest}.
 */
class NatsServerConnectionDetailsFactory implements ConnectionDetailsFactory<NatsServer, NatsConnectionDetails> {

	@Override
	public NatsConnectionDetails getConnectionDetails(NatsServer server) {
		return () -> List.of(server.url());
	}

}
