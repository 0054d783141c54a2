package io.natsevents.connection;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the connection without asking the server.
 *
 * @param connected whether it is usable now
 * @param server address of the server it leads to, or {@code null} when there is none
 * @param serverVersion version of that server, or {@code null} when there is none
 * @param lastError last error reported, or {@code null} when there was none
 * @param reconnects how often the connection came back after it was lost
 * @param moving whether the client is on its way from a server that shuts down to
 * another, which takes a moment and is no outage: from the end of the old connection to
 * the new one, for 2 seconds at most once the client has told of that end
 */
public record ConnectionState(boolean connected, @Nullable String server, @Nullable String serverVersion,
		@Nullable String lastError, long reconnects, boolean moving) {

	/**
	 * Some older servers delete whole streams when they are killed.
	 */
	public static final String OLDEST_RECOMMENDED_SERVER = "2.10.23";

	/**
	 * Whether the server should be upgraded.
	 * @return {@code true} when it is older than {@link #OLDEST_RECOMMENDED_SERVER}
	 */
	public boolean isServerOutdated() {
		return this.serverVersion != null
				&& new ServerVersion(this.serverVersion).isOlderThan(new ServerVersion(OLDEST_RECOMMENDED_SERVER));
	}

}
