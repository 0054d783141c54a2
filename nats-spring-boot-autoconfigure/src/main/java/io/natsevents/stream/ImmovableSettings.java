package io.natsevents.stream;

import java.util.ArrayList;
import java.util.List;

import io.nats.client.api.StreamConfiguration;

/**
 * Finds the differences no update removes, each with both values and the way out. Tried
 * on nats-server 2.15.1.
 */
final class ImmovableSettings {

	private ImmovableSettings() {
	}

	static List<String> refusals(StreamDefinition definition, StreamConfiguration present) {
		List<String> refusals = new ArrayList<>();
		StreamSettings settings = definition.settings();
		for (StreamField<?> field : StreamFields.ALL) {
			if (!field.isChangeable(settings, present)) {
				field.difference(settings, present)
					.ifPresent((difference) -> refusals.add(difference.field() + " is " + difference.actual()
							+ " and cannot be changed to " + difference.wanted() + " in place. Declare "
							+ difference.field() + " as " + difference.actual()
							+ ", or declare a stream with another name and copy the events into it,"
							+ " or delete the stream with its events and let it be created anew"));
			}
		}
		// Answered with 10123, "can not move and scale a stream in a single update".
		boolean scaled = StreamFields.REPLICAS.difference(settings, present).isPresent();
		boolean moved = StreamFields.PLACEMENT_CLUSTER.difference(settings, present).isPresent()
				|| StreamFields.PLACEMENT_TAGS.difference(settings, present).isPresent();
		if (scaled && moved) {
			refusals.add("replicas is " + present.getReplicas() + " and declared as " + settings.replicas()
					+ ", and the placement differs too, but a server cannot move and scale a stream in one update."
					+ " Change one of them, start, then change the other");
		}
		for (String subject : definition.subjects()) {
			for (String other : StreamMerge.subjects(definition, present)) {
				if (!subject.equals(other) && new SubjectPattern(subject).overlaps(new SubjectPattern(other))
						&& !new SubjectPattern(other).matches(subject)) {
					refusals.add("subject '" + subject + "' overlaps '" + other
							+ "', which the stream collects already. Declare one that covers both, or neither");
				}
			}
		}
		return refusals;
	}

}
