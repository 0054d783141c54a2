package io.natsevents.listen;

import java.util.List;

import io.natsevents.event.EventTypePattern;
import io.natsevents.stream.SubjectPattern;

/**
 * What a listener has to be like to handle events in the order of the whole fleet.
 */
final class ClusterOrdering {

	private ClusterOrdering() {
	}

	/**
	 * Refuse a listener that cannot, whatever the server says.
	 * @param description names the listener in messages
	 * @throws ListenerConfigurationException when it cannot, saying what to do
	 */
	static void require(String description, ListenerEndpoint endpoint) {
		if (endpoint.handler().isBatch()) {
			throw refused(description, "it takes a List, but with ordering cluster each partition has one event at a"
					+ " time; take single events, or use ordering key");
		}
		for (EventTypePattern pattern : endpoint.patterns()) {
			if (pattern.isOpenEnded()) {
				String start = pattern.value().substring(0, pattern.value().length() - 1);
				throw refused(description,
						"it names '" + pattern
								+ "', but with ordering cluster the number of tokens must be known, since"
								+ " the partition is the last of them; name the types, or write '" + start + "*' and '"
								+ start + "*.*' for types of that many tokens");
			}
		}
		requireSeparate(description, new Partition(0, 1, endpoint.durable()).filters(endpoint.subjects()));
	}

	/** Those that cover each other are left out already. */
	private static void requireSeparate(String description, List<String> filters) {
		List<SubjectPattern> patterns = filters.stream().map(SubjectPattern::new).toList();
		for (int i = 0; i < patterns.size(); i++) {
			for (int k = i + 1; k < patterns.size(); k++) {
				if (patterns.get(i).overlaps(patterns.get(k))) {
					throw refused(description,
							"its event types would need the filters '" + patterns.get(i).value() + "' and '"
									+ patterns.get(k).value()
									+ "' for partition 0, which overlap, and the server refuses"
									+ " that; name the types without wildcards, or use one listener for each");
				}
			}
		}
	}

	private static ListenerConfigurationException refused(String description, String problem) {
		return new ListenerConfigurationException(description, problem, null);
	}

}
