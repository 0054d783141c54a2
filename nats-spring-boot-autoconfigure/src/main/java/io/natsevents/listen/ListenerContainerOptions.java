package io.natsevents.listen;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ListenerContainerCustomizer} can change.
 */
public final class ListenerContainerOptions {

	private final ListenerDescription listener;

	private final ListenerSettings declared;

	private final Map<String, String> settings = new LinkedHashMap<>();

	private @Nullable ListenerErrorHandler errorHandler;

	private Executor handlers;

	ListenerContainerOptions(ListenerDescription listener, ListenerSettings declared,
			@Nullable ListenerErrorHandler errorHandler, Executor handlers) {
		this.listener = listener;
		this.declared = declared;
		this.errorHandler = errorHandler;
		this.handlers = handlers;
	}

	/**
	 * The listener.
	 * @return its description
	 */
	public ListenerDescription listener() {
		return this.listener;
	}

	/**
	 * How the listener works without customizers.
	 * @return the settings from properties and annotation or definition
	 */
	public ListenerSettings declared() {
		return this.declared;
	}

	/**
	 * Set a property of {@code nats.jetstream.listener.*}; wins over everything else.
	 * @param name name of the property without its prefix, such as {@code ack-wait}
	 * @param value its value, as in a configuration file
	 * @return these options
	 */
	public ListenerContainerOptions setting(String name, String value) {
		this.settings.put(name, value);
		return this;
	}

	/**
	 * Who decides about failures.
	 * @return what annotation, definition or an earlier customizer set, or {@code null}
	 */
	public @Nullable ListenerErrorHandler errorHandler() {
		return this.errorHandler;
	}

	/**
	 * Set who decides about failures.
	 * @param errorHandler is asked about each, or {@code null} for nobody
	 * @return these options
	 */
	public ListenerContainerOptions errorHandler(@Nullable ListenerErrorHandler errorHandler) {
		this.errorHandler = errorHandler;
		return this;
	}

	/**
	 * Set what runs the handlers.
	 * @param handlers runs them; should not be bounded below the listener's concurrency
	 * @return these options
	 */
	public ListenerContainerOptions handlers(Executor handlers) {
		this.handlers = handlers;
		return this;
	}

	Map<String, String> settings() {
		return this.settings;
	}

	Executor handlers() {
		return this.handlers;
	}

}
