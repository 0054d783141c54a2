package io.natsevents.publish;

import io.natsevents.event.Event;

/**
 * What lies behind a {@link PublishInterceptor}: further interceptors, and the way to the
 * server.
 */
public interface PublishChain {

	/**
	 * Pass an event on. Encodes it and sends it, on this thread, without waiting for the
	 * confirmation. What becomes of it is never thrown here.
	 * @param event the event to publish: the one given, or a changed copy of the same id
	 * @throws IllegalStateException when the interceptor has passed on an event before,
	 * or returned
	 */
	void proceed(Event<?> event);

	/**
	 * Pass an event on, and be told what becomes of it.
	 * @param event the event to publish: the one given, or a changed copy of the same id
	 * @param callback is told
	 * @throws IllegalStateException when the interceptor has passed on an event before,
	 * or returned
	 */
	void proceed(Event<?> event, PublishCallback callback);

}
