package io.natsevents.stream;

/**
 * The server, or the account this application connects as, has no JetStream.
 */
public class JetStreamDisabledException extends StreamProvisioningException {

	private final String server;

	private final boolean accountOnly;

	JetStreamDisabledException(String server, boolean accountOnly, Throwable cause) {
		super(null,
				accountOnly ? "JetStream is not enabled for the account this application connects as, on NATS server '"
						+ server + "'" : "JetStream is not enabled on NATS server '" + server + "'",
				accountOnly
						? "Add 'jetstream: enabled' to the account in the server's configuration, or connect as a user"
								+ " of an account that has it"
						: "Start it with -js, or add 'jetstream { store_dir: ... }' to its configuration",
				cause);
		this.server = server;
		this.accountOnly = accountOnly;
	}

	/**
	 * Name the server.
	 * @return its name
	 */
	public String getServer() {
		return this.server;
	}

	/**
	 * Say whether only the account lacks JetStream.
	 * @return {@code false} if the server lacks it altogether
	 */
	public boolean isAccountOnly() {
		return this.accountOnly;
	}

}
