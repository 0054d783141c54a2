package io.natsevents.connection;

import java.io.IOException;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The server refused a request for want of a permission. Its refusal is not an answer, so
 * to the client it looks like a time-out.
 */
public final class RequestDeniedException extends IOException {

	private RequestDeniedException(String error, IOException cause) {
		super("The server says '" + error + "'", cause);
	}

	/**
	 * Prepare for a request. The client keeps the last error a server has reported for as
	 * long as the connection lasts, and an old refusal explains nothing.
	 * @param connection the connection the request will be made on
	 */
	public static void forgetEarlier(Connection connection) {
		connection.clearLastError();
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
		PermissionViolation violation = (error != null) ? PermissionViolation.in(error) : null;
		return (error != null && isAbout(violation, subject, connection.getOptions().getInboxPrefix()))
				? new RequestDeniedException(error, failure) : failure;
	}

	/** Without its inbox no answer arrives, whatever was asked. */
	private static boolean isAbout(@Nullable PermissionViolation violation, String subject, String inboxPrefix) {
		if (violation == null) {
			return false;
		}
		return switch (violation.action()) {
			case PUBLISH -> violation.subject().equals(subject);
			case SUBSCRIBE -> violation.subject().startsWith(inboxPrefix);
		};
	}

}
