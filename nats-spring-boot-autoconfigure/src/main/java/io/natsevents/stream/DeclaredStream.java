package io.natsevents.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A declared stream as it is in use.
 *
 * @param definition what is declared, after defaults and adjustments to the server
 * @param subjects the subjects it collects, also those others added
 * @param owner the application that looks after it, {@code null} if that is not known
 * @param notes what an operator should know, such as reduced replicas
 */
public record DeclaredStream(StreamDefinition definition, List<String> subjects, @Nullable String owner,
		List<String> notes) {

	public DeclaredStream {
		subjects = List.copyOf(subjects);
		notes = List.copyOf(notes);
	}

	/**
	 * Tell the name of the stream.
	 * @return the name
	 */
	public String name() {
		return this.definition.name();
	}

	/**
	 * Tell into how many partitions its events are divided.
	 * @return the number, 0 when they are not divided
	 */
	public int partitions() {
		Integer partitions = this.definition.settings().partitions();
		return (partitions != null) ? partitions : 0;
	}

	/**
	 * Say whether the stream collects everything the given subject stands for.
	 * @param subject a subject, wildcards allowed
	 * @return {@code true} if one of its subjects covers it
	 */
	public boolean collects(String subject) {
		return this.subjects.stream().anyMatch((pattern) -> new SubjectPattern(pattern).matches(subject));
	}

}
