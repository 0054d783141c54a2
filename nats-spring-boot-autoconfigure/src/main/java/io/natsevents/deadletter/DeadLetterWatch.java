package io.natsevents.deadletter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.ReportedErrors;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.StreamStartup;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at the dead letters every now and then, and raises an alert when there are too
 * many or too old ones.
 */
public final class DeadLetterWatch implements SmartLifecycle {

	/**
	 * Phase in which it begins to look: after the streams are in place.
	 */
	public static final int PHASE = StreamStartup.PHASE + 1000;

	private static final Log logger = LogFactory.getLog(DeadLetterWatch.class);

	private static final long STOP_MILLIS = 1000;

	/** Between half of the interval and one and a half. */
	private static final double SHORTEST = 0.5;

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final ConnectionSupervisor connection;

	private final StreamStartup streams;

	private final AlertStore store;

	private final SharedAlert alert;

	private final Duration interval;

	private final InstantSource clock;

	private final DoubleSupplier random;

	private volatile DeadLetterLook last = DeadLetterLook.NONE;

	private volatile @Nullable Rounds rounds;

	/**
	 * Create a watch.
	 * @param connection leads to the server
	 * @param streams says when there is something to look at
	 * @param codec writes what the webhook is told
	 * @param listeners leads to the listeners of this application
	 * @param settings when to raise an alert
	 * @param clock tells how old dead letters are
	 */
	public DeadLetterWatch(ConnectionSupervisor connection, StreamStartup streams, EventCodec codec,
			ApplicationEventPublisher listeners, DeadLetterAlertSettings settings, InstantSource clock) {
		this(connection, streams, new AlertStore(connection, settings.timeout(), clock),
				new AlertAnnouncement(listeners, new DeadLetterAlertMessage(codec), webhook(settings)), settings,
				settings.takeOverAfter(), clock, () -> ThreadLocalRandom.current().nextDouble());
	}

	DeadLetterWatch(ConnectionSupervisor connection, StreamStartup streams, AlertStore store,
			AlertAnnouncement announcement, DeadLetterAlertSettings settings, Duration takeOverAfter,
			InstantSource clock, DoubleSupplier random) {
		this.connection = connection;
		this.streams = streams;
		this.store = store;
		this.alert = new SharedAlert(store, announcement, settings.limits(), settings.application(),
				settings.application() + "/" + UUID.randomUUID(), takeOverAfter, clock);
		this.interval = settings.interval();
		this.clock = clock;
		this.random = random;
	}

	private static @Nullable AlertWebhook webhook(DeadLetterAlertSettings settings) {
		return (settings.webhook() != null) ? new AlertWebhook(settings.webhook(), settings.webhookTimeout()) : null;
	}

	/**
	 * What was seen last, without asking the server.
	 * @return the last look
	 */
	public DeadLetterLook lastLook() {
		return this.last;
	}

	/**
	 * Look now. What goes wrong is logged and is found in {@link #lastLook()}.
	 * @throws InterruptedException when interrupted
	 */
	void look() throws InterruptedException {
		if (!this.connection.isConnected() || !this.streams.isInPlace()) {
			return;
		}
		try {
			DeadLetterNumbers numbers = this.store.numbers();
			this.last = new DeadLetterLook(numbers, this.clock.instant(), this.alert.raised(), null);
			share(numbers);
		}
		catch (DeadLettersUnavailableException | ConnectionUnavailableException | IllegalStateException ex) {
			failed("dead letters cannot be counted: " + ex.getMessage(), "");
		}
	}

	private void share(DeadLetterNumbers numbers) throws InterruptedException {
		try {
			this.alert.update(numbers);
			this.last = new DeadLetterLook(numbers, this.clock.instant(), this.alert.raised(), null);
		}
		catch (DeadLettersUnavailableException | ConnectionUnavailableException | IllegalStateException ex) {
			DeadLetterAlert change = this.alert.change(numbers);
			// Somebody has to hear of it, if only by each instance's log
			failed("the alert about dead letters cannot be shared with other instances: " + ex.getMessage(),
					(change != null && change.isRaised()) ? ". It would be raised now: " + change : "");
		}
	}

	private void failed(String problem, String consequence) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.last = this.last.failed(problem);
		if (this.reported.isNews(problem)) {
			logger.warn("Watching dead letters: " + problem + consequence);
		}
	}

	@Override
	public void start() {
		Rounds begun = new Rounds();
		this.rounds = begun;
		begun.thread.start();
	}

	@Override
	public void stop() {
		Rounds ended = this.rounds;
		this.rounds = null;
		if (ended != null) {
			ended.end();
		}
	}

	@Override
	public boolean isRunning() {
		return this.rounds != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Look after look, on a thread of its own.
	 */
	private final class Rounds {

		private final CountDownLatch ending = new CountDownLatch(1);

		private final Thread thread = new Thread(this::run, "jetstream-dead-letters");

		private Rounds() {
			this.thread.setDaemon(true);
		}

		private void run() {
			try {
				// Instances that start together would all ask at once
				double part = DeadLetterWatch.this.random.getAsDouble();
				while (!this.ending.await((long) (DeadLetterWatch.this.interval.toNanos() * part),
						TimeUnit.NANOSECONDS)) {
					lookOnce();
					part = SHORTEST + DeadLetterWatch.this.random.getAsDouble();
				}
			}
			catch (InterruptedException ex) {
				// It is to end
				Thread.currentThread().interrupt();
			}
		}

		private void lookOnce() throws InterruptedException {
			try {
				look();
			}
			catch (RuntimeException | Error ex) {
				// It would be the last look
				logger.warn("Looking at the dead letters failed; it is tried again", ex);
			}
		}

		private void end() {
			this.ending.countDown();
			this.thread.interrupt();
			try {
				this.thread.join(STOP_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
