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
 */
public record ConnectionState(boolean connected, @Nullable String server, @Nullable String serverVersion,
		@Nullable String lastError, long reconnects) {
}
