package io.natsevents.stream;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A declared stream wants subjects another stream collects already.
 */
public class StreamSubjectsOverlapException extends StreamProvisioningException {

	private final List<SubjectConflict> conflicts;

	StreamSubjectsOverlapException(StreamDefinition definition, List<SubjectConflict> conflicts,
			@Nullable Throwable cause) {
		super(definition.name(), problem(definition, conflicts),
				"A subject belongs to one stream: narrow the subjects of one of them, or declare only the other",
				cause);
		this.conflicts = List.copyOf(conflicts);
	}

	private static String problem(StreamDefinition definition, List<SubjectConflict> conflicts) {
		String pairs = conflicts.isEmpty()
				? "its subjects " + definition.subjects() + " with a stream that the server does not name"
				: conflicts.stream().map(SubjectConflict::toString).collect(Collectors.joining(", "));
		return "Stream " + definition.name() + " overlaps another stream: " + pairs;
	}

	/**
	 * List the pairs that overlap.
	 * @return the pairs, empty if the server did not tell, because the stream was gone or
	 * may not be asked for
	 */
	public List<SubjectConflict> getConflicts() {
		return this.conflicts;
	}

}
