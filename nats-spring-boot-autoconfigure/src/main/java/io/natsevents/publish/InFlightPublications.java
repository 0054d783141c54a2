package io.natsevents.publish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ConnectionUnavailableException;
import io.natsevents.connection.PermissionViolation;
import io.natsevents.publish.PublishProgress.Step;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The events that have been sent, or wait to be sent again, and are not confirmed yet.
 */
final class InFlightPublications implements ConnectionObserver {

	private static final Log logger = LogFactory.getLog(EventPublisher.class);

	private static final long SWEEP_MILLIS = 50;

	private final Set<Publication> publications = ConcurrentHashMap.newKeySet();

	private final ConnectionSupervisor connection;

	private final Duration replyTimeout;

	private final PublishThreads threads;

	private final StreamLookup streamLookup;

	private final DeclaredSubjects declaredStreams;

	private final PublishObserver observer;

	private final StreamHeights heights;

	private final StreamInquiry inquiry;

	private volatile boolean stopped;

	InFlightPublications(ConnectionSupervisor connection, PublisherSettings settings, PublishThreads threads,
			DeclaredSubjects declaredStreams, PublishObserver observer) {
		this.connection = connection;
		// An answer that comes after its attempt has ended still counts
		this.replyTimeout = settings.retry().maxDuration();
		this.threads = threads;
		this.streamLookup = new StreamLookup(connection, threads.completions());
		this.declaredStreams = declaredStreams;
		this.observer = observer;
		this.heights = new StreamHeights(observer, InstantSource.system());
		this.inquiry = new StreamInquiry(connection, threads, this.heights, StreamInquiry.LOOKS, System::nanoTime);
	}

	void start() {
		this.connection.addObserver(this);
		this.inquiry.start();
		this.threads.timer().scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Give what is in flight a last chance, then report it as not confirmed.
	 * @param grace how long to wait for confirmations
	 */
	void stop(Duration grace) {
		// What is begun from now on is refused, what was begun before is waited for
		this.stopped = true;
		long deadline = System.nanoTime() + grace.toNanos();
		while (!this.publications.isEmpty() && System.nanoTime() - deadline < 0
				&& !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		this.connection.removeObserver(this);
		this.inquiry.stop();
		forEach((publication) -> fail(publication, publication.failure()));
	}

	/**
	 * Which streams have gone back, and when they did last.
	 */
	Map<String, StreamWentBack> streamsThatWentBack() {
		return this.heights.wentBack();
	}

	int size() {
		return this.publications.size();
	}

	void begin(Publication publication) {
		// Booked before the sweep can see it: events are sent by the threads that publish
		// them, and so in their order
		Step first = publication.next(false);
		this.publications.add(publication);
		if (this.stopped) {
			// Still booked, so that no sweep sends it
			OutgoingEvent event = publication.event();
			fail(publication, new PublishUnavailableException(event.eventId(), event.subject(),
					"Event " + event.eventId() + " was not sent: the application is shutting down", null));
			return;
		}
		guarded(publication, () -> carryOut(first, publication, true));
	}

	/**
	 * Do what is due for every event. One of those that wait may be repeated: that the
	 * server is back shows soon, and one that is only slow is not flooded.
	 */
	private void sweep() {
		boolean sendable = true;
		boolean mayRepeat = true;
		for (Publication publication : this.publications) {
			Step step = publication.next(mayRepeat);
			boolean goOn = sendable;
			sendable = guarded(publication, () -> carryOut(step, publication, goOn));
			mayRepeat = mayRepeat && step != Step.REPEAT;
		}
	}

	@Override
	public void connectionReady() {
		this.threads.timer().execute(() -> {
			this.publications.forEach(Publication::connectionReady);
			sweep();
		});
	}

	@Override
	public void serverReportedError(String error) {
		PermissionViolation violation = PermissionViolation.in(error);
		if (violation == null || violation.action() != PermissionViolation.Action.PUBLISH) {
			return;
		}
		String subject = violation.subject();
		forEach((publication) -> {
			if (publication.event().subject().equals(subject)) {
				reject(publication,
						"this application's user may not publish to '" + subject + "'; grant the permission");
			}
		});
	}

	private void forEach(Consumer<Publication> action) {
		this.publications.forEach((publication) -> guarded(publication, () -> {
			action.accept(publication);
			return true;
		}));
	}

	/**
	 * Do something about one event, whose failure must not reach the others, nor the
	 * client's or the timer's thread.
	 * @return what came of it, {@code true} when it failed
	 */
	private boolean guarded(Publication publication, BooleanSupplier action) {
		try {
			return action.getAsBoolean();
		}
		catch (RuntimeException | Error ex) {
			OutgoingEvent event = publication.event();
			logger.error("Unexpected error while publishing event " + event.eventId(), ex);
			fail(publication, new PublishOutcomeUnknownException(event.eventId(), event.subject(),
					"Event " + event.eventId() + " met an unexpected error: " + ex, ex));
			return true;
		}
	}

	/**
	 * Do what is due.
	 * @return {@code false} when the client takes nothing now. It says so only after
	 * seconds, which nobody should wait for twice in a row
	 */
	private boolean carryOut(Step step, Publication publication, boolean sendable) {
		return switch (step) {
			case SEND, REPEAT -> {
				if (!sendable) {
					publication.notSent("too much waits to be sent");
				}
				yield sendable && send(publication);
			}
			case GIVE_UP -> {
				fail(publication, publication.failure());
				yield sendable;
			}
			case WAIT -> sendable;
		};
	}

	private boolean send(Publication publication) {
		if (!this.connection.isConnected()) {
			// Given to the client now, it would be sent later even though the caller may
			// have been told by then that it failed
			publication.notSent(this.connection.describeOutage());
			return true;
		}
		OutgoingEvent event = publication.event();
		try {
			Connection current = this.connection.current();
			if (event.size() > current.getMaxPayload()) {
				fail(publication, new EventTooLargeException(event.eventId(), event.subject(), event.size(),
						current.getMaxPayload()));
				return true;
			}
			if (publication.offer(this.heights)) {
				this.observer.retried(event.type());
			}
			current.requestWithTimeout(event.subject(), event.headers(), event.body(), this.replyTimeout)
				.whenComplete((message, failure) -> guarded(publication,
						() -> interpret(publication, PublishReply.of(message, failure))));
			return true;
		}
		catch (ConnectionUnavailableException | IllegalStateException ex) {
			publication.notSent(ex.getMessage());
			return false;
		}
	}

	private boolean interpret(Publication publication, PublishReply reply) {
		switch (reply.kind()) {
			case STORED -> confirm(publication, reply.confirmation());
			case NO_RESPONDERS -> {
				// The first may be the moment before a leader is there
				if (publication.noResponders(reply.error()) > 1) {
					failIfNoStream(publication);
				}
			}
			case REFUSED_FOR_NOW -> publication.refusedForNow(reply.error());
			case REFUSED -> reject(publication, reply.error());
			case UNANSWERED -> publication.unanswered(reply.error());
		}
		return true;
	}

	private void confirm(Publication publication, @Nullable PublishConfirmation confirmation) {
		if (confirmation == null || !this.publications.remove(publication)) {
			return;
		}
		PublishReceipt receipt = publication.receipt(confirmation);
		// Whoever waits finds the event logged and counted
		try {
			log(publication.event(), receipt);
			publication.compare(this.heights, this.inquiry, confirmation);
			this.observer.published(publication.event().type(), receipt, publication.elapsed());
		}
		finally {
			publication.confirm(receipt);
		}
	}

	private static void log(OutgoingEvent event, PublishReceipt receipt) {
		if (logger.isDebugEnabled()) {
			logger.debug("Published event " + event.eventId() + " type " + event.type() + " subject " + event.subject()
					+ " stream " + receipt.stream() + " sequence " + receipt.sequence().getAsLong() + " "
					+ receipt.status());
		}
	}

	private void failIfNoStream(Publication publication) {
		OutgoingEvent event = publication.event();
		this.streamLookup.hasNoStream(event.subject()).thenAccept((certain) -> {
			if (certain && !this.declaredStreams.isAwaited(event.subject())) {
				fail(publication, new NoStreamForSubjectException(event.eventId(), event.subject(),
						this.declaredStreams.describe()));
			}
		});
	}

	private void reject(Publication publication, @Nullable String reason) {
		OutgoingEvent event = publication.event();
		fail(publication, new PublishRejectedException(event.eventId(), event.subject(),
				"Event " + event.eventId() + " for '" + event.subject() + "' was refused: " + reason, null));
	}

	private void fail(Publication publication, EventPublishException exception) {
		if (!this.publications.remove(publication)) {
			return;
		}
		try {
			publication.doubt(this.inquiry);
			this.observer.failed(publication.event().type(), exception, publication.elapsed());
		}
		finally {
			publication.fail(exception);
		}
	}

}
