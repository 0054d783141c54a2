package io.natsevents.stream;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The server accepted a stream but left out a setting, as older servers do with settings
 * they do not know.
 */
public class StreamConfigurationDroppedException extends StreamProvisioningException {

	private final List<FieldDifference> dropped;

	private final String serverVersion;

	StreamConfigurationDroppedException(String stream, List<FieldDifference> dropped, String serverVersion) {
		super(stream,
				"nats-server " + serverVersion + " accepted stream " + stream + " but did not keep " + dropped.stream()
					.map((field) -> field.field() + " (asked " + field.wanted() + ", got " + field.actual() + ")")
					.collect(Collectors.joining(", ")),
				"Run a newer nats-server, or do not set it", null);
		this.dropped = List.copyOf(dropped);
		this.serverVersion = serverVersion;
	}

	/**
	 * List the settings that were left out.
	 * @return what was asked for and what the server has
	 */
	public List<FieldDifference> getDropped() {
		return this.dropped;
	}

	/**
	 * Tell which server left them out.
	 * @return its version
	 */
	public String getServerVersion() {
		return this.serverVersion;
	}

}
