package io.natsevents.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.publish.InterceptedPublishing.Sending;
import org.jspecify.annotations.Nullable;

/**
 * Publishes straight to the server.
 */
public final class DirectEventPublisher implements EventPublisher, AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(5);

	private static final String INTERRUPTED = "the thread was interrupted";

	private static final Executor SAME_THREAD = Runnable::run;

	private static final Runnable NOTHING = () -> {
	};

	private final EventEncoder encoder;

	private final PublisherSettings settings;

	private final EventCompletion completion;

	private final InFlightPublications inFlight;

	private final PublishObserver observer;

	private final List<PublishInterceptor> interceptors;

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
	 * @param declaredStreams knows the streams of this application
	 * @param observer is told what becomes of the events
	 * @param interceptors stand around the publishing of each event, outermost first
	 */
	public DirectEventPublisher(ConnectionSupervisor connection, EventCodec codec, PublisherSettings settings,
			OrganizationResolver organizationResolver, PublishThreads threads, DeclaredSubjects declaredStreams,
			PublishObserver observer, List<PublishInterceptor> interceptors) {
		this.encoder = new EventEncoder(codec, settings.subjectNaming(), settings.contentMode(), declaredStreams);
		this.settings = settings;
		this.completion = new EventCompletion(settings.source(), settings.defaultOrganization(), organizationResolver);
		this.inFlight = new InFlightPublications(connection, settings, threads, declaredStreams, observer);
		this.observer = observer;
		this.interceptors = List.copyOf(interceptors);
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

	/**
	 * Which streams have been seen to go back, and when each did last.
	 * @return by name of the stream; empty when all is well
	 */
	public Map<String, StreamWentBack> streamsThatWentBack() {
		return this.inFlight.streamsThatWentBack();
	}

	@Override
	public PublishReceipt publish(Event<?> event) {
		Event<?> completed = this.completion.complete(event);
		return await(begin(completed, SAME_THREAD, null), completed);
	}

	@Override
	public CompletableFuture<PublishReceipt> publishAsync(Event<?> event) {
		return begin(this.completion.complete(event), this.completions, this.settings.timeout());
	}

	@Override
	public PublishResults publishAll(Collection<? extends Event<?>> events) {
		List<Event<?>> passed = List.copyOf(events);
		List<Event<?>> completed = new ArrayList<>(passed.size());
		passed.forEach((event) -> completed.add(this.completion.complete(event)));
		PipelinedResults results = new PipelinedResults(passed.size());
		for (Event<?> event : completed) {
			results.add(
					results.outage() ? skipped(event) : begin(event, SAME_THREAD, this.settings.retry().maxDuration()));
		}
		List<PublishReceipt> receipts = new ArrayList<>(passed.size());
		List<PublishFailure> failures = new ArrayList<>();
		for (int i = 0; i < passed.size(); i++) {
			try {
				receipts.add(await(results.get(i), completed.get(i)));
			}
			catch (EventPublishException ex) {
				failures.add(new PublishFailure(passed.get(i), ex));
			}
		}
		return new PublishResults(receipts, failures);
	}

	/**
	 * Begin the way of an event.
	 * @param event the event
	 * @param dependents runs what depends on the result
	 * @param windowWait how long to wait for a place in the window, or {@code null} for
	 * an event that takes none, since its caller waits for it
	 */
	private CompletableFuture<PublishReceipt> begin(Event<?> event, Executor dependents,
			@Nullable Duration windowWait) {
		if (this.interceptors.isEmpty()) {
			return send(event, null, dependents, windowWait);
		}
		return new InterceptedPublishing(this.interceptors, this.completion::complete, this.encoder, new Sending() {

			@Override
			public CompletableFuture<PublishReceipt> send(Event<?> passed, PublishHeaders headers, boolean observed) {
				// Callbacks of interceptors may block, which the client's threads must
				// not
				Executor executor = observed ? DirectEventPublisher.this.completions : dependents;
				return DirectEventPublisher.this.send(passed, headers, executor, windowWait);
			}

			@Override
			public CompletableFuture<PublishReceipt> refuse(Event<?> refused, EventPublishException refusal) {
				return failed(refused, refusal);
			}

		}).publish(event);
	}

	private CompletableFuture<PublishReceipt> send(Event<?> event, @Nullable PublishHeaders headers,
			Executor dependents, @Nullable Duration windowWait) {
		try {
			requireSendable(event);
			OutgoingEvent outgoing = this.encoder.encode(event);
			if (headers != null) {
				headers.addTo(outgoing.headers());
			}
			if (windowWait != null) {
				enterWindow(outgoing, windowWait);
			}
			PublishProgress progress = new PublishProgress(this.settings.timeout(), this.settings.retry(),
					() -> ThreadLocalRandom.current().nextDouble());
			Publication publication = new Publication(outgoing, progress, dependents,
					(windowWait != null) ? this.window::release : NOTHING);
			this.inFlight.begin(publication);
			return publication.result();
		}
		catch (EventPublishException ex) {
			return failed(event, ex);
		}
	}

	private CompletableFuture<PublishReceipt> skipped(Event<?> event) {
		return failed(event, notSent(event.id(), this.encoder.subjectOf(event),
				"an event before it in the same collection could not be published", null));
	}

	private CompletableFuture<PublishReceipt> failed(Event<?> event, EventPublishException exception) {
		this.observer.failed(event.type(), exception, 0);
		return CompletableFuture.failedFuture(exception);
	}

	private void requireSendable(Event<?> event) {
		if (this.closed) {
			throw notSent(event.id(), this.encoder.subjectOf(event), "the application is shutting down", null);
		}
		if (Thread.currentThread().isInterrupted()) {
			throw notSent(event.id(), this.encoder.subjectOf(event), INTERRUPTED, null);
		}
	}

	private void enterWindow(OutgoingEvent event, Duration wait) {
		try {
			if (!this.window.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
				throw notSent(event.eventId(), event.subject(),
						this.settings.maxInFlight()
								+ " events (publisher.max-in-flight) have been waiting for their confirmation for "
								+ wait.toMillis() + " ms",
						null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw notSent(event.eventId(), event.subject(), INTERRUPTED, ex);
		}
	}

	private static PublishUnavailableException notSent(String eventId, String subject, String reason,
			@Nullable Throwable cause) {
		return new PublishUnavailableException(eventId, subject, "Event " + eventId + " was not sent: " + reason,
				cause);
	}

	private PublishReceipt await(CompletableFuture<PublishReceipt> result, Event<?> event) {
		try {
			return result.get(this.settings.retry().maxDuration().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof EventPublishException failure) {
				// Where it was noticed tells nothing; where it was waited for does
				failure.fillInStackTrace();
				throw failure;
			}
			throw outcomeUnknown(event, "unexpected error: " + ex.getCause(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw outcomeUnknown(event, INTERRUPTED + " while waiting", ex);
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
