package io.natsevents.deadletter;

import java.util.concurrent.CompletableFuture;

import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.PermissionViolation;
import org.jspecify.annotations.Nullable;

/**
 * Hears that a request is denied, which the server says in no answer.
 */
final class DeniedRequest implements ConnectionObserver, AutoCloseable {

	private final ConnectionSupervisor connection;

	private final String subject;

	private final CompletableFuture<String> error = new CompletableFuture<>();

	/**
	 * Begin to listen, before the request is made.
	 * @param connection the connection it is made on
	 * @param subject the subject it goes to
	 */
	DeniedRequest(ConnectionSupervisor connection, String subject) {
		this.connection = connection;
		this.subject = subject;
		connection.addObserver(this);
	}

	@Override
	public void serverReportedError(String reported) {
		PermissionViolation violation = PermissionViolation.in(reported);
		if (violation != null && violation.action() == PermissionViolation.Action.PUBLISH
				&& violation.subject().equals(this.subject)) {
			this.error.complete(reported);
		}
	}

	/**
	 * Completes with the server's words when it denies the request, else never.
	 */
	CompletableFuture<String> error() {
		return this.error;
	}

	/**
	 * The server's words.
	 * @return the words, or {@code null} while it has not denied the request
	 */
	@Nullable String errorNow() {
		return this.error.getNow(null);
	}

	@Override
	public void close() {
		this.connection.removeObserver(this);
	}

}
