package io.natsevents.connection;

import java.io.IOException;

import io.nats.client.Connection;

/**
 * The server refused a request for want of a permission. Its refusal is not an answer, so
 * to the client it looks like a time-out.
 */
public final class RequestDeniedException extends IOException {

	private static final String VIOLATION = "Permissions Violation";

	private RequestDeniedException(String error, IOException cause) {
		super("The server says '" + error + "'", cause);
	}

	/**
	 * Find out why a request had no answer.
	 * @param failure what the client says
	 * @param connection the connection the request was made on
	 * @param subject the subject it was sent to
	 * @return a {@link RequestDeniedException} when the server refused this request, else
	 * the failure itself
	 */
	public static IOException insteadOf(IOException failure, Connection connection, String subject) {
		String error = connection.getLastError();
		return (error != null && isAbout(error, subject, connection.getOptions().getInboxPrefix()))
				? new RequestDeniedException(error, failure) : failure;
	}

	/** Without its inbox no answer arrives, whatever was asked. */
	private static boolean isAbout(String error, String subject, String inboxPrefix) {
		return error.contains(VIOLATION)
				&& (error.contains('"' + subject + '"') || error.contains("Subscription to \"" + inboxPrefix));
	}

}
