package io.natsevents.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the server does not let this user receive replies any more, and that it
 * does again.
 * <p>
 * A server that reads its configuration again ends the subscriptions that have become
 * forbidden. The client goes on as if nothing had happened, and does not subscribe again
 * when it is allowed to (tried with jnats 2.26.2 and nats-server 2.15.1); only a new
 * connection to the server helps.
 */
final class ReplyPermission {

	private static final Log logger = LogFactory.getLog(ReplyPermission.class);

	private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

	private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

	/** The client passes errors on by another thread than the one that reads. */
	private static final Duration ERROR_COMES_WITHIN = Duration.ofMillis(200);

	private final FlushTurns flushTurns;

	private final CountDownLatch closing = new CountDownLatch(1);

	private final AtomicBoolean probing = new AtomicBoolean();

	private volatile @Nullable Connection connection;

	private volatile @Nullable String denial;

	private volatile String probed = "";

	private volatile boolean probeRefused;

	ReplyPermission(FlushTurns flushTurns) {
		this.flushTurns = flushTurns;
	}

	/**
	 * Why no replies can be received.
	 * @return the server's words, or {@code null} when they can
	 */
	@Nullable String denial() {
		return this.denial;
	}

	void serverReportedError(Connection connection, String error) {
		PermissionViolation violation = PermissionViolation.in(error);
		if (violation == null || violation.action() != PermissionViolation.Action.SUBSCRIBE
				|| !violation.subject().startsWith(connection.getOptions().getInboxPrefix())) {
			return;
		}
		if (violation.subject().equals(this.probed)) {
			this.probeRefused = true;
			return;
		}
		this.connection = connection;
		this.denial = "the server does not let this user receive replies; grant it to subscribe to '"
				+ connection.getOptions().getInboxPrefix() + ">' (" + error + ")";
		if (this.probing.compareAndSet(false, true)) {
			logger.warn("Nothing can be confirmed and no event received: " + this.denial);
			Thread thread = new Thread(this::awaitReturn, "jetstream-permission");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/**
	 * All subscriptions have been made anew. If they are still forbidden, the server says
	 * so again.
	 */
	void connectionReady() {
		this.denial = null;
	}

	private void awaitReturn() {
		try {
			while (!this.closing.await(PROBE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
				probe();
				if (this.denial == null) {
					this.probing.set(false);
					// Denied again in between, it is this thread or the next that goes on
					if (this.denial == null || !this.probing.compareAndSet(false, true)) {
						return;
					}
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void probe() throws InterruptedException {
		Connection denied = this.connection;
		if (denied == null || denied.getStatus() == Connection.Status.CLOSED) {
			this.denial = null;
		}
		else if (denied.getStatus() == Connection.Status.CONNECTED && mayReceive(denied)) {
			logger.info("The server lets this user receive replies again; connecting anew to get them");
			try {
				denied.forceReconnect();
			}
			catch (IOException | RuntimeException ex) {
				// The client goes on trying by itself, or the next probe does
				logger.debug("Connecting anew has failed", ex);
			}
		}
	}

	private boolean mayReceive(Connection connection) throws InterruptedException {
		this.probeRefused = false;
		this.probed = connection.createInbox() + ".*";
		try {
			Subscription probe = connection.subscribe(this.probed);
			try {
				this.flushTurns.flush(connection, FLUSH_LIMIT);
				this.closing.await(ERROR_COMES_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
				return !this.probeRefused;
			}
			finally {
				probe.unsubscribe();
			}
		}
		catch (TimeoutException | IllegalStateException ex) {
			logger.debug("The server cannot be asked whether replies may be received", ex);
			return false;
		}
	}

	/**
	 * Stop asking.
	 */
	void close() {
		this.closing.countDown();
	}

}
