package io.natsevents.stream;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The servers there are cannot hold the replicas of a stream where it must live.
 */
public class StreamPlacementException extends StreamProvisioningException {

	private final int replicas;

	private final @Nullable String cluster;

	private final List<String> tags;

	StreamPlacementException(StreamDefinition definition, String reason, String remedy, @Nullable Throwable cause) {
		super(definition.name(), "Stream " + definition.name() + " wants " + replicas(definition) + " replica(s)"
				+ where(definition.settings()) + ", but " + reason, remedy, cause);
		StreamSettings settings = definition.settings();
		this.replicas = replicas(definition);
		this.cluster = settings.placementCluster();
		this.tags = (settings.placementTags() != null) ? settings.placementTags() : List.of();
	}

	private static int replicas(StreamDefinition definition) {
		Integer replicas = definition.settings().replicas();
		return (replicas != null) ? replicas : 1;
	}

	private static String where(StreamSettings settings) {
		return ((settings.placementCluster() != null) ? " in cluster " + settings.placementCluster() : "")
				+ ((settings.placementTags() != null) ? " on servers tagged " + settings.placementTags() : "");
	}

	/**
	 * Tell how many replicas were wanted.
	 * @return the number of replicas
	 */
	public int getReplicas() {
		return this.replicas;
	}

	/**
	 * Tell in which cluster.
	 * @return its name, {@code null} for any
	 */
	public @Nullable String getCluster() {
		return this.cluster;
	}

	/**
	 * Tell which tags the servers must have.
	 * @return the tags, empty for any server
	 */
	public List<String> getTags() {
		return this.tags;
	}

}
