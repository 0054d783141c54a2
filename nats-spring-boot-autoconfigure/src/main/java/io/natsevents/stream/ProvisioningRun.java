package io.natsevents.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The attempts of one start: each reads everything again, because another instance may
 * have acted in between, and remembers what was said and what the server left out.
 */
final class ProvisioningRun {

	private static final Log logger = LogFactory.getLog(StreamProvisioner.class);

	private static final String REDUCED = "replicas reduced to 1: the server is not in a cluster";

	private final StreamServer server;

	private final ProvisioningSettings settings;

	private final Set<String> said = new HashSet<>();

	private final Map<String, List<FieldDifference>> leftOut = new HashMap<>();

	ProvisioningRun(StreamServer server, ProvisioningSettings settings) {
		this.server = server;
		this.settings = settings;
	}

	StreamPlan plan(List<StreamDefinition> definitions) throws TransientFailure {
		return plan(fit(definitions));
	}

	DeclaredStreams attempt(List<StreamDefinition> definitions) throws TransientFailure {
		try {
			return putInPlace(definitions);
		}
		catch (ConnectionUnavailableException ex) {
			throw new TransientFailure(ex);
		}
	}

	private DeclaredStreams putInPlace(List<StreamDefinition> definitions) throws TransientFailure {
		ReplicaFit fit = fit(definitions);
		StreamPlan plan = plan(fit);
		if (this.settings.mode() == ProvisioningMode.VERIFY && !plan.isFulfilled()) {
			throw new StreamVerificationException(plan);
		}
		plan.requireApplicable();
		if (!fit.reduced().isEmpty()) {
			warn(fit.warning(this.server.name()));
		}
		List<DeclaredStream> declared = new ArrayList<>();
		for (PlannedStream planned : plan.streams()) {
			declared.add(apply(planned, fit));
			planned.warnings().forEach((warning) -> warn("Stream " + planned.definition().name() + ": " + warning));
		}
		return new DeclaredStreams(declared);
	}

	private StreamPlan plan(ReplicaFit fit) throws TransientFailure {
		Map<String, ExistingStream> existing = this.server.find(fit.definitions());
		if (this.settings.mode() == ProvisioningMode.UPDATE) {
			for (StreamDefinition definition : fit.definitions()) {
				ExistingStream found = existing.get(definition.name());
				if (found != null && PartitionRules.areTurnedOn(definition, found.configuration())) {
					existing.put(definition.name(), found.durables(this.server.durables(definition.name())));
				}
			}
		}
		return StreamPlan.of(fit.definitions(), existing, this.settings);
	}

	private ReplicaFit fit(List<StreamDefinition> definitions) {
		if (this.server.isClustered() || !this.server.hasJetStream()) {
			return ReplicaFit.none(definitions);
		}
		if (this.settings.singleServer() == SingleServer.FAIL) {
			for (StreamDefinition definition : definitions) {
				if (ReplicaFit.wantsSeveral(definition)) {
					throw new StreamPlacementException(definition,
							"NATS server '" + this.server.name() + "' is not in a cluster and can hold 1",
							"Run three servers in a cluster, declare 1 replica, or set nats.jetstream.provisioning.single-server=reduce-replicas",
							null);
				}
			}
		}
		return ReplicaFit.singleServer(definitions);
	}

	private DeclaredStream apply(PlannedStream planned, ReplicaFit fit) throws TransientFailure {
		StreamDefinition definition = planned.definition();
		StreamConfiguration configuration = send(planned);
		List<String> notes = new ArrayList<>(planned.warnings());
		if (fit.reduced().contains(definition.name())) {
			notes.add(REDUCED);
		}
		return new DeclaredStream(definition, configuration.getSubjects(), StreamOwner.of(configuration.getMetadata()),
				notes);
	}

	private StreamConfiguration send(PlannedStream planned) throws TransientFailure {
		StreamConfiguration request = planned.request();
		if (request == null) {
			return Objects.requireNonNull(planned.present());
		}
		StreamDefinition definition = planned.definition();
		StreamConfiguration kept = this.server.apply(planned, request);
		requireKept(definition, kept);
		logger.info((planned.outcome() == StreamOutcome.MISSING)
				? "Created stream " + definition.name() + " " + definition.subjects()
				: "Updated stream " + definition.name() + " " + planned.differences());
		return kept;
	}

	/**
	 * A setting the server does not know comes back as if it was never set, again and
	 * again. Any other difference is the update of another instance at the same moment:
	 * whoever wrote last sees its own, so trying again comes to an end.
	 */
	private void requireKept(StreamDefinition definition, StreamConfiguration kept) throws TransientFailure {
		List<FieldDifference> differences = differences(definition, kept);
		if (differences.isEmpty()) {
			return;
		}
		List<FieldDifference> unset = differences(definition,
				StreamConfiguration.builder().name(definition.name()).build());
		List<FieldDifference> unknown = differences.stream().filter(unset::contains).toList();
		StreamConfigurationDroppedException failure = new StreamConfigurationDroppedException(definition.name(),
				differences, this.server.version());
		if (!unknown.isEmpty() && unknown.equals(this.leftOut.put(definition.name(), unknown))) {
			throw failure;
		}
		throw new TransientFailure(failure);
	}

	private List<FieldDifference> differences(StreamDefinition definition, StreamConfiguration kept) {
		List<FieldDifference> differences = StreamComparison.differences(definition, kept);
		String owner = StreamOwner.of(kept.getMetadata());
		if (!this.settings.owner().equals(owner)) {
			differences.add(new FieldDifference("metadata." + StreamOwner.KEY, this.settings.owner(),
					(owner != null) ? owner : "none"));
		}
		return differences;
	}

	private void warn(String message) {
		if (this.said.add(message)) {
			logger.warn(message);
		}
	}

}
