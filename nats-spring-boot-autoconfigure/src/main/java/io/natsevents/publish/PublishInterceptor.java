package io.natsevents.publish;

import io.natsevents.event.Event;

/**
 * Stands around the publishing of every event the application publishes, be it by
 * {@code publish}, {@code publishAsync} or {@code publishAll}. Declare a bean. Dead
 * letters are parked without interceptors.
 * <p>
 * Interceptors are called in their {@link org.springframework.core.annotation.Order}, the
 * first in is the last out: once per event, not for every attempt to send it, on the
 * thread that publishes. The event is complete by then: source, organization, correlation
 * and causation are filled in. Events that are incomplete are refused before, and those
 * of a collection that are not begun do not get here.
 */
@FunctionalInterface
public interface PublishInterceptor {

	/**
	 * Pass an event on, or refuse it.
	 * <ul>
	 * <li>To publish it, call {@code chain.proceed} exactly once before returning, with
	 * the event or a changed copy of it. Whatever is open around that call, such as a
	 * scope of a trace, is open while the event is encoded and sent for the first
	 * time.</li>
	 * <li>To refuse it, throw. Nothing is sent, and the caller gets a
	 * {@link PublishRejectedException} with what was thrown as its cause; an
	 * {@link EventPublishException} reaches the caller as it is.</li>
	 * <li>What is thrown after the event was passed on is logged and changes
	 * nothing.</li>
	 * </ul>
	 * @param event the event
	 * @param headers headers of this hop, which stay the same when it is sent again
	 * @param chain leads to the server
	 */
	void intercept(Event<?> event, PublishHeaders headers, PublishChain chain);

}
