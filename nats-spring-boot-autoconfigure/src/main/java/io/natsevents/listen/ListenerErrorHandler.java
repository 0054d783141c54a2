package io.natsevents.listen;

/**
 * Is asked when events could not be handled. When it returns normally they count as
 * handled and are <b>acknowledged</b>; to have them delivered again or parked it must
 * throw, and what it throws decides which, as if the handler had thrown it.
 * <p>
 * It is asked after all {@link HandlerInterceptor interceptors} have ended, so that a
 * transaction of theirs is rolled back by then, and for what they throw, too. Not asked
 * for failures that say nothing about the events ({@code retry.unlimited-for}), for which
 * handling is tried again for as long as they last; for events that cannot be read, which
 * are parked; and for an {@link OutOfMemoryError}, which stops the listener.
 */
@FunctionalInterface
public interface ListenerErrorHandler {

	/**
	 * Handle a failure.
	 * @param events what could not be handled; of a batch that failed with an
	 * {@link EventBatchException} only the event it names, and when this returns normally
	 * the handler is called with those behind it
	 * @param failure what the handler threw, or its {@code CompletionStage} ended with
	 * @throws Exception when the events are not handled; the failure itself to leave it
	 * at that
	 */
	void handle(HandledEvents events, Throwable failure) throws Exception;

}
