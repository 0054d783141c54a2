package io.natsevents.stream;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Makes the server have the declared streams: reads what is there, plans, applies the
 * plan and checks the answer. Streams are never deleted, and an equal stream is never
 * written again.
 */
public final class StreamProvisioner {

	private static final Log logger = LogFactory.getLog(StreamProvisioner.class);

	private static final String REDUCED = "replicas reduced to 1: the server is not in a cluster";

	private final StreamServer server;

	private final ProvisioningSettings settings;

	private final InstantSource clock;

	private final RetryWindow.Sleeper sleeper;

	/**
	 * Provision over the given connection.
	 * @param connection leads to the server whenever it is used
	 * @param settings how to go about it
	 */
	public StreamProvisioner(Connection connection, ProvisioningSettings settings) {
		this(connection, settings, InstantSource.system(), (duration) -> Thread.sleep(duration.toMillis()));
	}

	StreamProvisioner(Connection connection, ProvisioningSettings settings, InstantSource clock,
			RetryWindow.Sleeper sleeper) {
		this.server = new StreamServer(connection, clock);
		this.settings = settings;
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Create what is missing and update what differs. Goes on while the server is not
	 * available, until the timeout of the settings.
	 * @param definitions what is declared, defaults applied
	 * @return the streams as they are in use
	 * @throws IllegalArgumentException if a name is declared twice or a stream has no
	 * subjects
	 * @throws StreamProvisioningException or one of its subclasses if a stream cannot be
	 * what is declared; streams handled before it stay as they then are
	 */
	public DeclaredStreams provision(List<StreamDefinition> definitions) {
		requireConsistent(definitions);
		RetryWindow window = new RetryWindow(this.settings.timeout(), this.clock, this.sleeper);
		Set<String> said = new HashSet<>();
		while (true) {
			try {
				return attempt(definitions, said);
			}
			catch (TransientFailure ex) {
				if (window.attempts() == 1) {
					logger.warn("Streams cannot be checked yet (" + ex.getMessage() + "); trying again for up to "
							+ Amounts.duration(this.settings.timeout()));
				}
				awaitNext(window, ex);
			}
		}
	}

	/**
	 * Say what {@link #provision} would do, changing nothing.
	 * @param definitions what is declared, defaults applied
	 * @return the plan
	 * @throws StreamProvisioningException if the server gives no usable answer now
	 */
	public StreamPlan plan(List<StreamDefinition> definitions) {
		requireConsistent(definitions);
		try {
			return plan(fit(definitions));
		}
		catch (TransientFailure ex) {
			throw ex.meaning()
				.orElseGet(() -> new StreamProvisioningException(null,
						"The streams cannot be compared now: " + ex.getMessage(), ex));
		}
	}

	private DeclaredStreams attempt(List<StreamDefinition> definitions, Set<String> said) throws TransientFailure {
		ReplicaFit fit = fit(definitions);
		StreamPlan plan = plan(fit);
		plan.requireApplicable();
		if (!fit.reduced().isEmpty()) {
			warn(fit.warning(this.server.name()), said);
		}
		List<DeclaredStream> declared = new ArrayList<>();
		for (PlannedStream planned : plan.streams()) {
			declared.add(apply(planned, fit));
			planned.warnings()
				.forEach((warning) -> warn("Stream " + planned.definition().name() + ": " + warning, said));
		}
		return new DeclaredStreams(declared);
	}

	private StreamPlan plan(ReplicaFit fit) throws TransientFailure {
		return StreamPlan.of(fit.definitions(), this.server.find(fit.definitions()), this.settings.owner(),
				this.settings.allowDataLoss());
	}

	private ReplicaFit fit(List<StreamDefinition> definitions) {
		if (this.server.isClustered() || !this.server.hasJetStream()) {
			return ReplicaFit.none(definitions);
		}
		if (this.settings.singleServer() == SingleServer.FAIL) {
			for (StreamDefinition definition : definitions) {
				if (ReplicaFit.wantsSeveral(definition)) {
					throw new StreamPlacementException(definition, "NATS server '" + this.server.name()
							+ "' is not in a cluster and can hold 1. Run three servers in a cluster, declare 1 replica,"
							+ " or set nats.jetstream.provisioning.single-server=reduce-replicas", null);
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

	private void requireKept(StreamDefinition definition, StreamConfiguration kept) {
		List<FieldDifference> dropped = StreamComparison.differences(definition, kept);
		String owner = StreamOwner.of(kept.getMetadata());
		if (!this.settings.owner().equals(owner)) {
			dropped.add(new FieldDifference("metadata." + StreamOwner.KEY, this.settings.owner(),
					(owner != null) ? owner : "none"));
		}
		if (!dropped.isEmpty()) {
			throw new StreamConfigurationDroppedException(definition.name(), dropped, this.server.version());
		}
	}

	private void awaitNext(RetryWindow window, TransientFailure failure) {
		try {
			if (!window.awaitNext()) {
				throw failure.meaning()
					.orElseGet(() -> new StreamProvisioningTimeoutException(this.settings.timeout(), window.attempts(),
							failure));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StreamProvisioningException(null,
					"Interrupted while waiting to check the declared streams again after: " + failure.getMessage(), ex);
		}
	}

	private static void requireConsistent(List<StreamDefinition> definitions) {
		for (int i = 0; i < definitions.size(); i++) {
			StreamDefinition definition = definitions.get(i);
			if (definition.subjects().isEmpty()) {
				throw new IllegalArgumentException("Stream " + definition.name() + " is declared without subjects");
			}
			for (StreamDefinition other : definitions.subList(0, i)) {
				if (other.name().equals(definition.name())) {
					throw new IllegalArgumentException("Stream " + definition.name() + " is declared twice");
				}
				List<SubjectConflict> conflicts = SubjectConflict.find(definition, other.name(), other.subjects());
				if (!conflicts.isEmpty()) {
					throw new StreamSubjectsOverlapException(definition, conflicts, null);
				}
			}
		}
	}

	private static void warn(String message, Set<String> said) {
		if (said.add(message)) {
			logger.warn(message);
		}
	}

}
