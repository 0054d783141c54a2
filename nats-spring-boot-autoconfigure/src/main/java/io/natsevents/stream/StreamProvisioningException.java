package io.natsevents.stream;

import org.jspecify.annotations.Nullable;

/**
 * A declared stream could not be made what it should be. The message says why, with the
 * numbers, and what to do.
 */
public class StreamProvisioningException extends RuntimeException {

	private final @Nullable String stream;

	public StreamProvisioningException(@Nullable String stream, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.stream = stream;
	}

	/**
	 * Name the stream.
	 * @return the name, {@code null} if no single stream is to blame
	 */
	public @Nullable String getStream() {
		return this.stream;
	}

}
