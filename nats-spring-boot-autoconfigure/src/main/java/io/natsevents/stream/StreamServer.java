package io.natsevents.stream;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.connection.RequestDeniedException;

/**
 * Asks the server, and turns its refusals into exceptions that say what to do. Codes were
 * taken from nats-server 2.15.1.
 */
final class StreamServer {

	private final Connection connection;

	private final InstantSource clock;

	StreamServer(Connection connection, InstantSource clock) {
		this.connection = connection;
		this.clock = clock;
	}

	/** A server alone reports no cluster name. */
	boolean isClustered() {
		String cluster = this.connection.getServerInfo().getCluster();
		return cluster != null && !cluster.isEmpty();
	}

	boolean hasJetStream() {
		return this.connection.getServerInfo().isJetStreamAvailable();
	}

	String version() {
		return this.connection.getServerInfo().getVersion();
	}

	/**
	 * Refuse a stream that this server cannot serve as it is declared.
	 */
	void requireCapable(StreamDefinition definition) {
		NestedFilters.requireSafe(definition, this.connection.getServerInfo());
	}

	String name() {
		ServerInfo info = this.connection.getServerInfo();
		return (info.getServerName() != null) ? info.getServerName() : info.getServerId();
	}

	Map<String, ExistingStream> find(List<StreamDefinition> definitions) throws TransientFailure {
		Map<String, ExistingStream> existing = new LinkedHashMap<>();
		for (StreamDefinition definition : definitions) {
			try {
				StreamInfo info = management().getStreamInfo(definition.name());
				existing.put(definition.name(), ExistingStream.of(info, this.clock.instant()));
			}
			catch (JetStreamApiException ex) {
				if (ex.getApiErrorCode() != JetStreamRequest.STREAM_NOT_FOUND) {
					throw general(definition.name(), ex);
				}
			}
			catch (IOException | IllegalStateException ex) {
				throw unanswered(definition.name(), "STREAM.INFO", ex);
			}
		}
		return existing;
	}

	/**
	 * Find the durable consumers of a stream. A cluster leaves out of the list those that
	 * have no leader just now, so it has to have everybody whose name is known.
	 * @return the filters of each, by its name
	 */
	Map<String, List<String>> durables(String stream) throws TransientFailure {
		String asked = "CONSUMER.NAMES";
		try {
			Set<String> silent = new TreeSet<>(management().getConsumerNames(stream));
			asked = "CONSUMER.LIST";
			Map<String, List<String>> durables = new LinkedHashMap<>();
			for (ConsumerInfo info : management().getConsumers(stream)) {
				silent.remove(info.getName());
				ConsumerConfiguration configuration = info.getConsumerConfiguration();
				List<String> filters = configuration.getFilterSubjects();
				if (configuration.getDurable() != null) {
					durables.put(info.getName(), (filters != null) ? filters : List.of());
				}
			}
			if (!silent.isEmpty()) {
				throw new TransientFailure(
						new IOException("consumers " + silent + " of stream " + stream + " do not answer"));
			}
			return durables;
		}
		catch (JetStreamApiException ex) {
			if (ServerError.isLostRace(ex.getApiErrorCode())) {
				throw new TransientFailure(ex);
			}
			throw general(stream, ex);
		}
		catch (IOException | IllegalStateException ex) {
			throw unanswered(stream, asked, ex);
		}
	}

	/**
	 * Create or update a stream.
	 * @return the configuration the server now has
	 */
	StreamConfiguration apply(PlannedStream planned, StreamConfiguration request) throws TransientFailure {
		boolean missing = planned.outcome() == StreamOutcome.MISSING;
		try {
			StreamInfo info = missing ? management().addStream(request) : management().updateStream(request);
			return info.getConfiguration();
		}
		catch (JetStreamApiException ex) {
			throw refused(planned.definition(), request, ex);
		}
		catch (IOException | IllegalStateException ex) {
			throw unanswered(request.getName(), missing ? "STREAM.CREATE" : "STREAM.UPDATE", ex);
		}
	}

	private JetStreamManagement management() throws IOException {
		RequestDeniedException.forgetEarlier(this.connection);
		return this.connection.jetStreamManagement();
	}

	private TransientFailure refused(StreamDefinition definition, StreamConfiguration request, JetStreamApiException ex)
			throws TransientFailure {
		int code = ex.getApiErrorCode();
		if (ServerError.isLostRace(code)) {
			return new TransientFailure(ex);
		}
		if (code == ServerError.SUBJECTS_OVERLAP) {
			throw overlap(definition, request, ex);
		}
		if (ServerError.isStorage(ex)) {
			throw storage(request, ex);
		}
		if (code == ServerError.REPLICAS_WITHOUT_CLUSTER) {
			throw new StreamPlacementException(definition,
					"the server says '" + ex.getErrorDescription() + "' (" + code + ")", "Declare fewer replicas", ex);
		}
		if (code == ServerError.NO_SUITABLE_PEERS) {
			StreamPlacementException failure = new StreamPlacementException(definition,
					"the cluster says '" + ex.getErrorDescription() + "' (" + code + ")",
					"Start the missing servers, or declare fewer replicas or another placement", ex);
			if (ServerError.isTagMismatch(ex)) {
				throw failure;
			}
			return new TransientFailure(failure);
		}
		return general(request.getName(), ex);
	}

	private TransientFailure general(String stream, JetStreamApiException ex) {
		int code = ex.getApiErrorCode();
		if (code == ServerError.NOT_ENABLED_FOR_ACCOUNT || code == ServerError.NOT_ENABLED) {
			throw new JetStreamDisabledException(name(), code == ServerError.NOT_ENABLED_FOR_ACCOUNT, ex);
		}
		if (ex.getErrorCode() == ServerError.UNAVAILABLE) {
			return new TransientFailure(ex);
		}
		throw new StreamProvisioningException(stream,
				"The server refused stream " + stream + ": " + ex.getErrorDescription() + " (" + code + ")",
				"Correct its declaration under nats.jetstream.streams." + stream, ex);
	}

	private TransientFailure unanswered(String stream, String action, Exception ex) {
		if (Thread.currentThread().isInterrupted()) {
			throw new StreamProvisioningException(null, "Interrupted while checking the declared streams", null, ex);
		}
		if (ex instanceof IOException failure && RequestDeniedException.insteadOf(failure, this.connection,
				JetStreamRequest.API + action + "." + stream) instanceof RequestDeniedException denied) {
			throw new StreamPermissionException(stream, denied);
		}
		if (!hasJetStream()) {
			JetStreamDisabledException failure = new JetStreamDisabledException(name(), false, ex);
			if (!isClustered()) {
				throw failure;
			}
			// Another server of the cluster may have it and be on its way.
			return new TransientFailure(failure);
		}
		return new TransientFailure(ex);
	}

	/** Which stream it is helps, but not knowing it changes nothing. */
	private StreamSubjectsOverlapException overlap(StreamDefinition definition, StreamConfiguration request,
			JetStreamApiException cause) {
		List<SubjectConflict> conflicts = List.of();
		try {
			List<StreamConfiguration> others = management().getStreams()
				.stream()
				.map(StreamInfo::getConfiguration)
				.toList();
			conflicts = SubjectConflict.find(definition.subjects(request.getSubjects()), others);
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			cause.addSuppressed(ex);
		}
		return new StreamSubjectsOverlapException(definition, conflicts, cause);
	}

	private InsufficientStreamStorageException storage(StreamConfiguration request, JetStreamApiException cause) {
		try {
			AccountStatistics account = management().getAccountStatistics();
			boolean file = request.getStorageType() == StorageType.File;
			return new InsufficientStreamStorageException(request,
					file ? account.getReservedStorage() : account.getReservedMemory(),
					file ? account.getLimits().getMaxStorage() : account.getLimits().getMaxMemory(), cause);
		}
		catch (IOException | JetStreamApiException | IllegalStateException ex) {
			cause.addSuppressed(ex);
			return new InsufficientStreamStorageException(request, -1, -1, cause);
		}
	}

}
