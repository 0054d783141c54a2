package io.natsevents.stream;

import org.jspecify.annotations.Nullable;

/**
 * A declared stream could not be made what it should be. The message says why, with the
 * numbers, and what to do.
 */
public class StreamProvisioningException extends RuntimeException {

	private final @Nullable String stream;

	private final String problem;

	private final @Nullable String remedy;

	/**
	 * Create the exception.
	 * @param stream the stream, or {@code null} if no single stream is to blame
	 * @param problem why, with the numbers
	 * @param remedy what to do, or {@code null} where the problem tells that too
	 * @param cause what made it so, or {@code null}
	 */
	public StreamProvisioningException(@Nullable String stream, String problem, @Nullable String remedy,
			@Nullable Throwable cause) {
		super((remedy != null) ? problem + ". " + remedy : problem, cause);
		this.stream = stream;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Name the stream.
	 * @return the name, {@code null} if no single stream is to blame
	 */
	public @Nullable String getStream() {
		return this.stream;
	}

	/**
	 * Say why.
	 * @return the first part of the message
	 */
	public String getProblem() {
		return this.problem;
	}

	/**
	 * Say what to do.
	 * @return the second part of the message, {@code null} if the problem tells that too
	 */
	public @Nullable String getRemedy() {
		return this.remedy;
	}

}
