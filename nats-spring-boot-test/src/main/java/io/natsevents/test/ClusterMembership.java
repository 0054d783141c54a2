package io.natsevents.test;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What makes a server one node of a cluster.
 *
 * @param name the node's name
 * @param port its port for the other nodes
 * @param allPorts the ports of all nodes, its own included
 * @param systemPassword the password of {@link #SYSTEM_USER}
 */
record ClusterMembership(String name, int port, List<Integer> allPorts, String systemPassword) {

	/** The user of the system account, which alone may move the meta leader. */
	static final String SYSTEM_USER = "system";

	String toConfiguration(String host) {
		String routes = this.allPorts.stream()
			.map((port) -> "\"nats-route://%s:%d\"".formatted(host, port))
			.collect(Collectors.joining(", "));
		// Of the server's own 10 s and 2 min a test would see only the waiting; 30 s is
		// the least it accepts
		return """
				server_name: "%s"
				cluster {
				  name: "C1"
				  host: "%s"
				  port: %d
				  routes: [ %s ]
				}
				accounts { $SYS { users: [ { user: "%s", password: "%s" } ] } }
				lame_duck_grace_period: "500ms"
				lame_duck_duration: "30s"
				""".formatted(this.name, host, this.port, routes, SYSTEM_USER, this.systemPassword);
	}

}
