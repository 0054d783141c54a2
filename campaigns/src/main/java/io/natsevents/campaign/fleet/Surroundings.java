package io.natsevents.campaign.fleet;

import java.util.List;
import java.util.Map;

/**
 * What a life of a process finds beside its arguments.
 *
 * @param options options of the JVM
 * @param environment what its environment has beside ours
 */
public record Surroundings(List<String> options, Map<String, String> environment) {

	/** Nothing of its own. */
	public static final Surroundings USUAL = new Surroundings(List.of(), Map.of());

}
