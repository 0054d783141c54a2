package io.natsevents.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;

/**
 * Publishes straight to the server.
 */
public final class DirectEventPublisher implements EventPublisher, AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(5);

	private static final Executor SAME_THREAD = Runnable::run;

	private static final Runnable NOTHING = () -> {
	};

	private final EventEncoder encoder;

	private final PublisherSettings settings;

	private final EventCompletion completion;

	private final InFlightPublications inFlight;

	private final PublishObserver observer;

	private final Executor completions;

	private final Semaphore window;

	private volatile boolean closed;

	/**
	 * Create a publisher.
	 * @param connection leads to the server
	 * @param codec writes the events
	 * @param settings how to publish
	 * @param organizationResolver finds missing organizations
	 * @param threads the publisher's threads; whoever made them closes them
	 * @param declaredStreams tells the streams of this application, for error messages
	 * @param observer is told what becomes of the events
	 */
	public DirectEventPublisher(ConnectionSupervisor connection, EventCodec codec, PublisherSettings settings,
			OrganizationResolver organizationResolver, PublishThreads threads, Supplier<List<String>> declaredStreams,
			PublishObserver observer) {
		this.encoder = new EventEncoder(codec, settings.subjectNaming());
		this.settings = settings;
		this.completion = new EventCompletion(settings.source(), settings.defaultOrganization(), organizationResolver);
		this.inFlight = new InFlightPublications(connection, settings, threads, declaredStreams, observer);
		this.observer = observer;
		this.completions = threads.completions();
		this.window = new Semaphore(settings.maxInFlight());
		this.inFlight.start();
	}

	/**
	 * How many events are sent and not confirmed.
	 * @return the number now
	 */
	public int inFlight() {
		return this.inFlight.size();
	}

	@Override
	public PublishReceipt publish(Event<?> event) {
		Event<?> completed = this.completion.complete(event);
		return await(begin(completed, SAME_THREAD, false), completed);
	}

	@Override
	public CompletableFuture<PublishReceipt> publishAsync(Event<?> event) {
		return begin(this.completion.complete(event), this.completions, true);
	}

	@Override
	public PublishResults publishAll(Collection<? extends Event<?>> events) {
		List<Event<?>> completed = new ArrayList<>(events.size());
		for (Event<?> event : events) {
			completed.add(this.completion.complete(event));
		}
		List<CompletableFuture<PublishReceipt>> begun = new ArrayList<>(completed.size());
		for (Event<?> event : completed) {
			begun.add(begin(event, SAME_THREAD, true));
		}
		List<PublishReceipt> receipts = new ArrayList<>(completed.size());
		List<PublishFailure> failures = new ArrayList<>();
		Iterator<Event<?>> event = completed.iterator();
		for (CompletableFuture<PublishReceipt> result : begun) {
			Event<?> published = event.next();
			try {
				receipts.add(await(result, published));
			}
			catch (EventPublishException ex) {
				failures.add(new PublishFailure(published, ex));
			}
		}
		return new PublishResults(receipts, failures);
	}

	private CompletableFuture<PublishReceipt> begin(Event<?> event, Executor dependents, boolean windowed) {
		try {
			requireOpen(event);
			OutgoingEvent outgoing = this.encoder.encode(event);
			if (windowed) {
				enterWindow(outgoing);
			}
			PublishProgress progress = new PublishProgress(this.settings.timeout(), this.settings.retry(),
					() -> ThreadLocalRandom.current().nextDouble());
			Publication publication = new Publication(outgoing, progress, dependents,
					windowed ? this.window::release : NOTHING);
			this.inFlight.begin(publication);
			return publication.result();
		}
		catch (EventPublishException ex) {
			this.observer.failed(event.type(), ex, 0);
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void requireOpen(Event<?> event) {
		if (this.closed) {
			throw new PublishUnavailableException(event.id(), this.encoder.subjectOf(event),
					"Event " + event.id() + " was not sent: the application is shutting down", null);
		}
	}

	private void enterWindow(OutgoingEvent event) {
		try {
			if (!this.window.tryAcquire(this.settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
				throw new PublishUnavailableException(event.eventId(), event.subject(),
						"Event " + event.eventId() + " was not sent: " + this.settings.maxInFlight()
								+ " events (publisher.max-in-flight) have been waiting for their confirmation for "
								+ this.settings.timeout().toMillis() + " ms",
						null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PublishUnavailableException(event.eventId(), event.subject(),
					"Event " + event.eventId() + " was not sent: the thread was interrupted", ex);
		}
	}

	private PublishReceipt await(CompletableFuture<PublishReceipt> result, Event<?> event) {
		try {
			return result.get(this.settings.retry().maxDuration().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof EventPublishException failure) {
				// Where it was noticed tells nothing; where it was waited for does
				failure.setStackTrace(Thread.currentThread().getStackTrace());
				throw failure;
			}
			throw outcomeUnknown(event, "unexpected error: " + ex.getCause(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw outcomeUnknown(event, "the thread was interrupted while waiting", ex);
		}
		catch (TimeoutException ex) {
			throw outcomeUnknown(event, "no result in the time allowed", ex);
		}
	}

	private PublishOutcomeUnknownException outcomeUnknown(Event<?> event, String reason, Exception cause) {
		return new PublishOutcomeUnknownException(event.id(), this.encoder.subjectOf(event),
				"Event " + event.id() + " may or may not have been stored: " + reason, cause);
	}

	@Override
	public void close() {
		this.closed = true;
		this.inFlight.stop(this.settings.timeout());
	}

}
