package io.natsevents.connection;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Tells a request that the server refused for want of a permission from one that was not
 * answered: the server's refusal is not an answer, so both look like a time-out.
 */
public final class DeniedRequest {

	private static final String VIOLATION = "Permissions Violation";

	private DeniedRequest() {
	}

	/**
	 * Find out why a request had no answer.
	 * @param connection the connection it was made on
	 * @param subject the subject it was sent to
	 * @return the server's words, or {@code null} when it did not refuse this request
	 */
	public static @Nullable String reason(Connection connection, String subject) {
		String error = connection.getLastError();
		if (error == null || !error.contains(VIOLATION)) {
			return null;
		}
		// Without its inbox no answer arrives, whatever was asked
		boolean denied = error.contains('"' + subject + '"')
				|| error.contains("Subscription to \"" + connection.getOptions().getInboxPrefix());
		return denied ? error : null;
	}

}
