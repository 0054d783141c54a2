package io.natsevents.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.nats.client.api.StreamConfiguration;

/**
 * Two subjects that would be collected by two streams.
 *
 * @param subject the declared subject
 * @param otherStream the other stream
 * @param otherSubject the subject it collects
 */
public record SubjectConflict(String subject, String otherStream, String otherSubject) {

	static List<SubjectConflict> find(StreamDefinition definition, Collection<StreamConfiguration> streams) {
		List<SubjectConflict> conflicts = new ArrayList<>();
		for (StreamConfiguration stream : streams) {
			conflicts.addAll(find(definition, stream.getName(), stream.getSubjects()));
		}
		return conflicts;
	}

	static List<SubjectConflict> find(StreamDefinition definition, String otherStream, List<String> otherSubjects) {
		List<SubjectConflict> conflicts = new ArrayList<>();
		if (!otherStream.equals(definition.name())) {
			for (String subject : definition.subjects()) {
				for (String other : otherSubjects) {
					if (new SubjectPattern(subject).overlaps(new SubjectPattern(other))) {
						conflicts.add(new SubjectConflict(subject, otherStream, other));
					}
				}
			}
		}
		return conflicts;
	}

	@Override
	public String toString() {
		return "'" + this.subject + "' with '" + this.otherSubject + "' of stream " + this.otherStream;
	}

}
