package io.natsevents.listen;

/**
 * Stands around the handlers of all listeners: those of {@link JetStreamListener} methods
 * and those subscribed by {@link EventSubscriber}. Declare a bean.
 * <p>
 * Interceptors are called in their {@link org.springframework.core.annotation.Order}, the
 * first in is the last out, on the thread that runs the handler. They are called for
 * every attempt to handle an event, once for a whole batch. Events that cannot be read,
 * or were delivered too often, do not get as far.
 */
@FunctionalInterface
public interface HandlerInterceptor {

	/**
	 * Pass events on to the handler, or not.
	 * <ul>
	 * <li>Returning normally means that they are handled, whether they were passed on or
	 * not: an interceptor skips events by leaving them out.</li>
	 * <li>Throwing means that handling failed, also when the handler had succeeded
	 * before, such as by a transaction that cannot be committed. What it throws is
	 * treated as if the handler had thrown it; a {@link RejectedEventException} parks the
	 * events at once, under the reason it carries.</li>
	 * </ul>
	 * An {@link EventBatchException} that passes through acknowledges the events before
	 * the one that failed. An interceptor that undoes the whole batch must throw its
	 * cause instead.
	 * <p>
	 * A handler that settles by hand may have done so before the interceptor ends; a
	 * failure after that does not bring the event back. Events it was never given are
	 * acknowledged once the interceptors return.
	 * @param events the events
	 * @param chain leads to the handler
	 * @throws Exception when handling failed
	 */
	void intercept(HandledEvents events, HandlerChain chain) throws Exception;

	/**
	 * Open something around an attempt and all that comes of it on this thread: the
	 * interceptors, the handler, the {@link ListenerErrorHandler}, and the
	 * acknowledgement, the delayed return or the parking of the events. Something that
	 * observes belongs here; what it throws is logged and changes nothing.
	 * @param events the events
	 * @return what to close at the end
	 */
	default HandlingScope open(HandledEvents events) {
		return HandlingScope.NONE;
	}

	/**
	 * Whether it is for a listener. Asked once, when the listener is registered.
	 * @param listener the listener
	 * @return {@code true} for every listener unless overridden
	 */
	default boolean supports(ListenerDescription listener) {
		return true;
	}

}
