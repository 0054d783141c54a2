package io.natsevents.listen;

/**
 * What lies behind a {@link HandlerInterceptor}: further interceptors, and the handler.
 */
@FunctionalInterface
public interface HandlerChain {

	/**
	 * Have events handled, and return when they are: at the end of its
	 * {@link java.util.concurrent.CompletionStage} when the handler returns one.
	 * <p>
	 * May be called again, which handles them again.
	 * @param events the events the interceptor was given, or
	 * {@linkplain HandledEvents#only some of them}; for none the handler is not called
	 * @throws IllegalArgumentException when the interceptor was not given one of them
	 * @throws Exception what the handler or an interceptor behind this one threw, or the
	 * {@code CompletionStage} ended with
	 */
	void proceed(HandledEvents events) throws Exception;

}
