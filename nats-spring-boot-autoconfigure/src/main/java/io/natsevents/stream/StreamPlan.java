package io.natsevents.stream;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the server differs from the declared streams, and what is to be done about it;
 * computed without asking or changing anything.
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
	 * @param settings how to go about it
	 * @return the plan
	 */
	public static StreamPlan of(List<StreamDefinition> definitions, Map<String, ExistingStream> existing,
			ProvisioningSettings settings) {
		StreamPlanner planner = new StreamPlanner(settings);
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
	 * Whether the server has everything as it is declared, but for streams that another
	 * application looks after.
	 */
	boolean isFulfilled() {
		return this.streams.stream()
			.allMatch((stream) -> stream.outcome() == StreamOutcome.EQUAL
					|| stream.outcome() == StreamOutcome.OWNED_BY_ANOTHER);
	}

	/**
	 * Print the plan.
	 * @return the text, one line or more for each stream
	 */
	public String describe() {
		return this.streams.stream().map(PlannedStream::describe).collect(Collectors.joining("\n"));
	}

}
