package io.natsevents.autoconfigure;

import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.test.NatsCluster;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;

/**
 * Connects an application under test to the cluster of its
 * {@code @NatsServerTest(nodes = 3)}.
 */
class NatsClusterConnectionDetailsFactory implements ConnectionDetailsFactory<NatsCluster, NatsConnectionDetails> {

	@Override
	public NatsConnectionDetails getConnectionDetails(NatsCluster cluster) {
		return cluster::urls;
	}

}
