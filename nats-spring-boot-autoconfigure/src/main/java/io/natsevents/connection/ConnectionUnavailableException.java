package io.natsevents.connection;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * There is no connection to NATS now. Trying again later can help.
 */
public class ConnectionUnavailableException extends RuntimeException {

	private final List<String> servers;

	public ConnectionUnavailableException(List<String> servers, @Nullable String lastError, @Nullable Throwable cause) {
		super(describe(servers, lastError), cause);
		this.servers = List.copyOf(servers);
	}

	static String describe(List<String> servers, @Nullable String lastError) {
		return "No connection to NATS at " + String.join(", ", servers) + ": "
				+ ((lastError != null) ? lastError : "not connected yet");
	}

	/**
	 * Addresses that were tried.
	 * @return the addresses as configured, without user names, passwords and tokens
	 */
	public List<String> getServers() {
		return this.servers;
	}

}
