package io.natsevents.stream;

/**
 * How far an application goes in making the server what it declares. Nothing is ever
 * deleted.
 */
public enum ProvisioningMode {

	/** Touch nothing and ask nothing. */
	NONE,

	/** Compare, and fail the start when something is missing or differs. */
	VERIFY,

	/** Add what is missing, and leave alone what is there. */
	CREATE,

	/** Add what is missing, and change what differs where the server allows it. */
	UPDATE;

	/**
	 * Whether the mode adds what is missing.
	 * @return {@code true} for {@link #CREATE} and {@link #UPDATE}
	 */
	public boolean creates() {
		return this == CREATE || this == UPDATE;
	}

}
