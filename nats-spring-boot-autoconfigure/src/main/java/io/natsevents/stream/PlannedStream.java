package io.natsevents.stream;

import java.util.List;

import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The plan for one declared stream.
 *
 * @param definition what is declared
 * @param outcome what was found out
 * @param differences the settings that differ, empty for a missing or equal stream
 * @param refusals why the outcome is {@link StreamOutcome#NOT_CHANGEABLE} or
 * {@link StreamOutcome#DELETES_DATA}, with both figures and the way out
 * @param warnings what an operator should know
 * @param present what the server has, {@code null} for a missing stream
 * @param request what to send, {@code null} when nothing is to be sent
 */
public record PlannedStream(StreamDefinition definition, StreamOutcome outcome, List<FieldDifference> differences,
		List<String> refusals, List<String> warnings, @Nullable StreamConfiguration present,
		@Nullable StreamConfiguration request) {

	public PlannedStream {
		differences = List.copyOf(differences);
		refusals = List.copyOf(refusals);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Print the plan of this stream, one line for the outcome and one for each detail.
	 * @return the text
	 */
	public String describe() {
		StringBuilder text = new StringBuilder(this.definition.name()).append(": ").append(this.outcome);
		this.differences.forEach((difference) -> text.append("\n  ").append(difference));
		this.refusals.forEach((refusal) -> text.append("\n  refused: ").append(refusal));
		this.warnings.forEach((warning) -> text.append("\n  warning: ").append(warning));
		return text.toString();
	}

}
