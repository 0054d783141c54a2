package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link HandlerInterceptor} keeps open until the events are settled.
 */
@FunctionalInterface
public interface HandlingScope {

	/**
	 * Nothing.
	 */
	HandlingScope NONE = (failure) -> {
	};

	/**
	 * Handling has ended and its outcome is decided: events were acknowledged, given back
	 * or parked. Called once, on the thread that opened it. What it throws is logged and
	 * changes nothing.
	 * @param failure what handling failed with, or {@code null} when it succeeded, be it
	 * by the listener's {@link ListenerErrorHandler}
	 */
	void close(@Nullable Throwable failure);

}
