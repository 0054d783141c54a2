package io.natsevents.stream;

/**
 * The server does not have what is declared, and it may only be compared.
 */
public class StreamVerificationException extends StreamProvisioningException {

	private final StreamPlan plan;

	StreamVerificationException(StreamPlan plan) {
		super(null,
				"The server does not have the streams that are declared, and provisioning.mode is verify:\n"
						+ plan.describe(),
				"Make the server what is declared, or declare what it has; or have this application do it, with"
						+ " nats.jetstream.provisioning.mode set to create (only what is missing) or update",
				null);
		this.plan = plan;
	}

	/**
	 * Show where the server differs.
	 * @return the plan of every declared stream, the equal ones included
	 */
	public StreamPlan getPlan() {
		return this.plan;
	}

}
