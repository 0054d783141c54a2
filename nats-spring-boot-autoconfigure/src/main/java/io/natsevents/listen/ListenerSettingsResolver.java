package io.natsevents.listen;

import java.util.Collection;
import java.util.Map;

/**
 * Finds the settings of a listener: what its annotation or definition says, else what is
 * configured for its id, else what its container factory sets, else what is configured
 * for all.
 */
public interface ListenerSettingsResolver {

	/**
	 * Find the settings.
	 * @param id id of the listener
	 * @param defaults what its container factory sets, which wins over what is configured
	 * for all listeners only, by the names of the configuration properties
	 * @param overrides what its annotation or definition says, by the names of the
	 * configuration properties, such as {@code ack-wait}
	 * @return the settings
	 * @throws IllegalArgumentException when a value is not valid, naming it
	 */
	ListenerSettings resolve(String id, Map<String, String> defaults, Map<String, String> overrides);

	/**
	 * Refuse configuration that is for no listener.
	 * @param ids ids of all listeners
	 * @throws RuntimeException when there is any, naming it and the listeners there are
	 */
	void requireMatches(Collection<String> ids);

}
