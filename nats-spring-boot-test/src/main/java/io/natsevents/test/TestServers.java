package io.natsevents.test;

import java.util.List;

/**
 * What {@link NatsServerTest} starts: a server alone or a cluster.
 *
 * @param source what tests take as a parameter and connection details are made of: a
 * {@link NatsServer} or a {@link NatsCluster}
 * @param nodes the server, or the nodes of the cluster
 * @param starting makes all of them run
 */
record TestServers(Object source, List<NatsServer> nodes, Runnable starting) implements AutoCloseable {

	static TestServers start(NatsServerTest annotation) {
		String configuration = String.join("\n", annotation.configuration());
		if (annotation.nodes() == 1) {
			NatsServer server = NatsServer.builder().extraConfiguration(configuration).start();
			return new TestServers(server, List.of(server), server::start);
		}
		NatsCluster cluster = NatsCluster.builder().nodes(annotation.nodes()).extraConfiguration(configuration).start();
		return new TestServers(cluster, cluster.nodes(), cluster::start);
	}

	void start() {
		this.starting.run();
	}

	void stop() {
		this.nodes.forEach(NatsServer::stop);
	}

	String urls() {
		return String.join(",", this.nodes.stream().map(NatsServer::url).toList());
	}

	@Override
	public void close() {
		this.nodes.forEach(NatsServer::close);
	}

}
