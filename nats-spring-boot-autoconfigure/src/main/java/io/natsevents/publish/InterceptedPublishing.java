package io.natsevents.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.natsevents.event.Event;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way of one event through the interceptors.
 */
final class InterceptedPublishing {

	private static final Log logger = LogFactory.getLog(PublishInterceptor.class);

	private final List<PublishInterceptor> interceptors;

	private final UnaryOperator<Event<?>> completion;

	private final EventEncoder encoder;

	private final Sending sending;

	private final PublishHeaders headers = new PublishHeaders();

	private final List<PublishCallback> callbacks = new ArrayList<>(2);

	private @Nullable CompletableFuture<PublishReceipt> sent;

	/**
	 * Prepare the way.
	 * @param interceptors the interceptors, outermost first
	 * @param completion fills in what a changed event leaves out
	 * @param encoder tells subjects
	 * @param sending sends what comes out of the interceptors
	 */
	InterceptedPublishing(List<PublishInterceptor> interceptors, UnaryOperator<Event<?>> completion,
			EventEncoder encoder, Sending sending) {
		this.interceptors = interceptors;
		this.completion = completion;
		this.encoder = encoder;
		this.sending = sending;
	}

	/**
	 * Publish an event. The result is there when all callbacks have been told.
	 */
	CompletableFuture<PublishReceipt> publish(Event<?> event) {
		proceed(0, event);
		CompletableFuture<PublishReceipt> result = (this.sent != null) ? this.sent
				: this.sending.refuse(event, rejected(event, "it got lost among the interceptors", null));
		if (this.callbacks.isEmpty()) {
			return result;
		}
		CompletableFuture<PublishReceipt> told = new CompletableFuture<>();
		result.whenComplete((receipt, failure) -> {
			tell(receipt, failure);
			if (failure != null) {
				told.completeExceptionally(failure);
			}
			else {
				told.complete(receipt);
			}
		});
		return told;
	}

	private void proceed(int index, Event<?> event) {
		if (index == this.interceptors.size()) {
			this.sent = this.sending.send(event, this.headers, !this.callbacks.isEmpty());
			return;
		}
		PublishInterceptor interceptor = this.interceptors.get(index);
		Step step = new Step(index, event);
		try {
			interceptor.intercept(event, this.headers, step);
			if (!step.over) {
				refuse(event, rejected(event, interceptor + " neither passed it on nor refused it", null));
			}
		}
		catch (RuntimeException | Error ex) {
			if (this.sent != null) {
				logger.warn("Event " + event.id() + " is on its way, but " + interceptor + " failed after that", ex);
			}
			else if (ex instanceof Error error) {
				throw error;
			}
			else {
				refuse(event, (ex instanceof EventPublishException refusal) ? refusal
						: rejected(event, "an interceptor refused it: " + ex.getMessage(), ex));
			}
		}
		finally {
			step.over = true;
		}
	}

	private void refuse(Event<?> event, EventPublishException refusal) {
		this.sent = this.sending.refuse(event, refusal);
	}

	private PublishRejectedException rejected(Event<?> event, String reason, @Nullable Throwable cause) {
		return new PublishRejectedException(event.id(), this.encoder.subjectOf(event),
				"Event " + event.id() + " (" + event.type() + ") was not sent: " + reason, cause);
	}

	private void tell(@Nullable PublishReceipt receipt, @Nullable Throwable failure) {
		for (int i = this.callbacks.size() - 1; i >= 0; i--) {
			try {
				this.callbacks.get(i)
					.done(receipt, (failure instanceof EventPublishException exception) ? exception : null);
			}
			catch (RuntimeException | Error ex) {
				// Whatever it is, the caller waits for the result
				logger.warn("A callback of an interceptor failed; the result of the event stays as it is", ex);
			}
		}
	}

	/**
	 * What is done with an event behind the interceptors.
	 */
	interface Sending {

		/**
		 * Send an event.
		 * @param headers headers to add
		 * @param observed whether somebody else's code runs before the caller gets the
		 * result
		 */
		CompletableFuture<PublishReceipt> send(Event<?> event, PublishHeaders headers, boolean observed);

		CompletableFuture<PublishReceipt> refuse(Event<?> event, EventPublishException refusal);

	}

	private final class Step implements PublishChain {

		private final int index;

		private final Event<?> given;

		private volatile boolean over;

		private Step(int index, Event<?> given) {
			this.index = index;
			this.given = given;
		}

		@Override
		public void proceed(Event<?> event) {
			passOn(event, null);
		}

		@Override
		public void proceed(Event<?> event, PublishCallback callback) {
			passOn(event, callback);
		}

		private void passOn(Event<?> event, @Nullable PublishCallback callback) {
			if (this.over) {
				throw new IllegalStateException("An interceptor passes on one event, once, before it returns");
			}
			Event<?> completed = complete(event);
			this.over = true;
			if (callback != null) {
				InterceptedPublishing.this.callbacks.add(callback);
			}
			InterceptedPublishing.this.proceed(this.index + 1, completed);
		}

		private Event<?> complete(Event<?> event) {
			if (event == this.given) {
				return event;
			}
			if (!event.id().equals(this.given.id())) {
				throw new IllegalArgumentException("the event passed on has another id, " + event.id()
						+ ", by which it could not be recognised when it is published again");
			}
			return InterceptedPublishing.this.completion.apply(event);
		}

	}

}
