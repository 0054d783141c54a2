package io.natsevents.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.nats.client.api.PersistMode;
import io.nats.client.api.StreamConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one stream.
 */
final class StreamPlanner {

	private final ProvisioningSettings settings;

	private final StreamMerge merge;

	StreamPlanner(ProvisioningSettings settings) {
		this.settings = settings;
		this.merge = new StreamMerge(settings.owner());
	}

	PlannedStream plan(StreamDefinition definition, @Nullable ExistingStream existing) {
		if (existing == null) {
			return new PlannedStream(definition, StreamOutcome.MISSING, List.of(), List.of(), List.of(), null,
					this.merge.create(definition));
		}
		StreamConfiguration present = existing.configuration();
		List<FieldDifference> differences = StreamComparison.differences(definition, present);
		List<String> warnings = drift(present);
		List<String> refusals = PartitionRules.refusals(definition, existing, this.settings);
		if (!refusals.isEmpty()) {
			return notChangeable(definition, present, differences, refusals, warnings);
		}
		String presentOwner = StreamOwner.of(present.getMetadata());
		if (presentOwner != null && !presentOwner.equals(this.settings.owner())) {
			return ownedByAnother(definition, present, differences, warnings);
		}
		// A stream without a stamp is adopted by an update; nobody else minds
		if (presentOwner == null && this.settings.mode() == ProvisioningMode.UPDATE) {
			differences.add(new FieldDifference("metadata." + StreamOwner.KEY, this.settings.owner(), "none"));
		}
		if (differences.isEmpty()) {
			return new PlannedStream(definition, StreamOutcome.EQUAL, List.of(), List.of(), warnings, present, null);
		}
		return (this.settings.mode() == ProvisioningMode.CREATE) ? leftAlone(definition, present, differences, warnings)
				: change(definition, existing, differences, warnings);
	}

	private static PlannedStream notChangeable(StreamDefinition definition, StreamConfiguration present,
			List<FieldDifference> differences, List<String> refusals, List<String> warnings) {
		return new PlannedStream(definition, StreamOutcome.NOT_CHANGEABLE, differences, refusals, warnings, present,
				null);
	}

	private static PlannedStream leftAlone(StreamDefinition definition, StreamConfiguration present,
			List<FieldDifference> differences, List<String> warnings) {
		warnings.add("is not what is declared and is left alone, because provisioning.mode is create: "
				+ differences.stream().map(FieldDifference::toString).collect(Collectors.joining(", ")));
		return new PlannedStream(definition, StreamOutcome.LEFT_ALONE, differences, List.of(), warnings, present, null);
	}

	private PlannedStream change(StreamDefinition definition, ExistingStream existing,
			List<FieldDifference> differences, List<String> warnings) {
		List<String> refusals = ImmovableSettings.refusals(definition, existing.configuration());
		if (!refusals.isEmpty()) {
			return notChangeable(definition, existing.configuration(), differences, refusals, warnings);
		}
		StreamConfiguration request = this.merge.update(definition, existing.configuration());
		List<String> losses = StreamDataLoss.losses(existing, request);
		if (!losses.isEmpty() && !this.settings.allowDataLoss()) {
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
