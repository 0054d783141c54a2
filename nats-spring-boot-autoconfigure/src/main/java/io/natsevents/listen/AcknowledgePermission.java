package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.PermissionViolation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the server does not take acknowledgements any more, and that it does
 * again. What is handled meanwhile is delivered again and again, so nothing should be
 * asked for.
 */
final class AcknowledgePermission implements ConnectionObserver {

	private static final Log logger = LogFactory.getLog(AcknowledgePermission.class);

	/**
	 * Extends a claim. Whatever was denied, this settles nothing: it may have been an
	 * acknowledgement or the opposite.
	 */
	private static final byte[] IN_PROGRESS = "+WPI".getBytes(StandardCharsets.US_ASCII);

	private static final Duration PROBE_EVERY = Duration.ofMillis(500);

	private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

	private final String consumer;

	private final ConnectionSupervisor connection;

	private volatile @Nullable Denial denial;

	AcknowledgePermission(String stream, String durable, ConnectionSupervisor connection) {
		this.consumer = "." + stream + "." + durable + ".";
		this.connection = connection;
	}

	/**
	 * Why acknowledgements are not taken.
	 * @return the reason, or {@code null} when they are
	 */
	@Nullable String denial() {
		Denial latest = this.denial;
		return (latest != null) ? latest.reason() : null;
	}

	@Override
	public void serverReportedError(String error) {
		PermissionViolation violation = PermissionViolation.in(error);
		if (violation != null && violation.action() == PermissionViolation.Action.PUBLISH
				&& violation.subject().startsWith("$JS.ACK.") && violation.subject().contains(this.consumer)) {
			this.denial = new Denial(violation.subject(),
					"events cannot be acknowledged, so what is handled comes again; grant to publish to '$JS.ACK"
							+ this.consumer + ">' (" + error + ")");
		}
	}

	/**
	 * Try again, for half a second. Whoever is woken earlier has not tried.
	 */
	void probe() throws InterruptedException {
		Denial before = this.denial;
		if (before == null) {
			return;
		}
		try {
			this.connection.current().publish(before.subject(), IN_PROGRESS);
			this.connection.flush(FLUSH_LIMIT);
			// A denial comes by another thread, a moment after the flush at the latest
			long begun = System.nanoTime();
			LockSupport.parkNanos(this, PROBE_EVERY.toNanos());
			boolean woken = System.nanoTime() - begun < PROBE_EVERY.toNanos();
			if (!woken && this.denial == before) {
				this.denial = null;
			}
		}
		catch (TimeoutException | ConnectionUnavailableException | IllegalStateException ex) {
			logger.debug("The server cannot be asked whether it takes acknowledgements", ex);
			LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
		}
	}

	private record Denial(String subject, String reason) {
	}

}
