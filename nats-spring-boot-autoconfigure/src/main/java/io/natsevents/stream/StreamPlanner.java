package io.natsevents.stream;

import java.util.ArrayList;
import java.util.List;

import io.nats.client.api.PersistMode;
import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one stream.
 */
final class StreamPlanner {

	private final String owner;

	private final boolean allowDataLoss;

	private final StreamMerge merge;

	StreamPlanner(String owner, boolean allowDataLoss) {
		this.owner = owner;
		this.allowDataLoss = allowDataLoss;
		this.merge = new StreamMerge(owner);
	}

	PlannedStream plan(StreamDefinition definition, @Nullable ExistingStream existing) {
		if (existing == null) {
			return new PlannedStream(definition, StreamOutcome.MISSING, List.of(), List.of(), List.of(), null,
					this.merge.create(definition));
		}
		StreamConfiguration present = existing.configuration();
		List<FieldDifference> differences = StreamComparison.differences(definition, present);
		List<String> warnings = drift(present);
		String presentOwner = StreamOwner.of(present.getMetadata());
		if (presentOwner != null && !presentOwner.equals(this.owner)) {
			return ownedByAnother(definition, present, differences, warnings);
		}
		if (presentOwner == null) {
			differences.add(new FieldDifference("metadata." + StreamOwner.KEY, this.owner, "none"));
		}
		if (differences.isEmpty()) {
			return new PlannedStream(definition, StreamOutcome.EQUAL, List.of(), List.of(), warnings, present, null);
		}
		return change(definition, existing, differences, warnings);
	}

	private PlannedStream change(StreamDefinition definition, ExistingStream existing,
			List<FieldDifference> differences, List<String> warnings) {
		List<String> refusals = ImmovableSettings.refusals(definition, existing.configuration());
		if (!refusals.isEmpty()) {
			return new PlannedStream(definition, StreamOutcome.NOT_CHANGEABLE, differences, refusals, warnings,
					existing.configuration(), null);
		}
		StreamConfiguration request = this.merge.update(definition, existing.configuration());
		List<String> losses = StreamDataLoss.losses(existing, request);
		if (!losses.isEmpty() && !this.allowDataLoss) {
			return new PlannedStream(definition, StreamOutcome.DELETES_DATA, differences, losses, warnings,
					existing.configuration(), null);
		}
		losses.forEach((loss) -> warnings.add("allowed by allow-data-loss: " + loss));
		if (losses.isEmpty()) {
			StreamDataLoss.tightened(existing.configuration(), request).ifPresent(warnings::add);
		}
		return new PlannedStream(definition, StreamOutcome.CHANGEABLE, differences, List.of(), warnings,
				existing.configuration(), request);
	}

	private static PlannedStream ownedByAnother(StreamDefinition definition, StreamConfiguration present,
			List<FieldDifference> differences, List<String> warnings) {
		for (FieldDifference difference : differences) {
			warnings
				.add(difference.field() + " is " + difference.actual() + " but declared here as " + difference.wanted()
						+ "; left alone, because '" + StreamOwner.of(present.getMetadata()) + "' owns the stream");
		}
		return new PlannedStream(definition, StreamOutcome.OWNED_BY_ANOTHER, differences, List.of(), warnings, present,
				null);
	}

	private static List<String> drift(StreamConfiguration present) {
		List<String> warnings = new ArrayList<>();
		if (present.getPersistMode() == PersistMode.Async) {
			warnings.add("persist_mode is async, which nothing here ever sets: the server confirms events before they"
					+ " are written, so a killed server loses confirmed events; it cannot be changed in place");
		}
		return warnings;
	}

}
