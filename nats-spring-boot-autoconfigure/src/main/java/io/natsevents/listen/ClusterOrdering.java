package io.natsevents.listen;

import io.natsevents.event.EventTypePattern;

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
	}

	private static ListenerConfigurationException refused(String description, String problem) {
		return new ListenerConfigurationException(description, problem, null);
	}

}
