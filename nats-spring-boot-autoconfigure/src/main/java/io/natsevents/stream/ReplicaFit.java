package io.natsevents.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Definitions with the replicas a server that is not in a cluster can hold: one.
 *
 * @param definitions the definitions, with one replica each
 * @param reduced the names of those that wanted more
 */
record ReplicaFit(List<StreamDefinition> definitions, Set<String> reduced) {

	static ReplicaFit none(List<StreamDefinition> definitions) {
		return new ReplicaFit(definitions, Set.of());
	}

	static ReplicaFit singleServer(List<StreamDefinition> definitions) {
		List<StreamDefinition> fitted = new ArrayList<>();
		Set<String> reduced = new TreeSet<>();
		for (StreamDefinition definition : definitions) {
			if (wantsSeveral(definition)) {
				reduced.add(definition.name());
				fitted.add(definition.replicas(1));
			}
			else {
				fitted.add(definition);
			}
		}
		return new ReplicaFit(fitted, reduced);
	}

	static boolean wantsSeveral(StreamDefinition definition) {
		Integer replicas = definition.settings().replicas();
		return replicas != null && replicas > 1;
	}

	String warning(String server) {
		return "NATS server '" + server + "' is not in a cluster: stream(s) " + this.reduced
				+ " have 1 replica. If its machine loses power, up to 2 minutes of confirmed events are lost unless"
				+ " the server has 'sync_interval: always'; if its disk is destroyed, all events are. Run three"
				+ " servers in a cluster, or set nats.jetstream.provisioning.single-server=fail to refuse this";
	}

}
