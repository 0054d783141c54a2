package io.natsevents.stream;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What has to be done so that the server has the declared streams; computed without
 * asking or changing anything.
 *
 * @param streams the plan of each declared stream, in the order of declaration
 */
public record StreamPlan(List<PlannedStream> streams) {

	public StreamPlan {
		streams = List.copyOf(streams);
	}

	/**
	 * Compare what is declared with what the server has.
	 * @param definitions what is declared, defaults applied
	 * @param existing what the server has, by name
	 * @param owner the name of this application
	 * @param allowDataLoss whether an update may delete stored events
	 * @return the plan
	 */
	public static StreamPlan of(List<StreamDefinition> definitions, Map<String, ExistingStream> existing, String owner,
			boolean allowDataLoss) {
		StreamPlanner planner = new StreamPlanner(owner, allowDataLoss);
		return new StreamPlan(definitions.stream()
			.map((definition) -> planner.plan(definition, existing.get(definition.name())))
			.toList());
	}

	/**
	 * Make sure that nothing in this plan is refused.
	 * @throws StreamNotChangeableException if a stream would have to be made anew
	 * @throws StreamDataLossException if an update would delete stored events
	 */
	void requireApplicable() {
		for (PlannedStream stream : this.streams) {
			if (stream.outcome() == StreamOutcome.NOT_CHANGEABLE) {
				throw new StreamNotChangeableException(stream);
			}
			if (stream.outcome() == StreamOutcome.DELETES_DATA) {
				throw new StreamDataLossException(stream);
			}
		}
	}

	/**
	 * Print the plan.
	 * @return the text, one line or more for each stream
	 */
	public String describe() {
		return this.streams.stream().map(PlannedStream::describe).collect(Collectors.joining("\n"));
	}

}
