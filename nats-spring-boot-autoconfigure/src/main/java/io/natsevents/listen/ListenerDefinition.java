package io.natsevents.listen;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * What a listener that is subscribed by code listens to; the counterpart of
 * {@link JetStreamListener}, with the same defaults. Immutable.
 *
 * @param <T> type of the events' data
 */
public final class ListenerDefinition<T> {

	private final String id;

	private final List<String> types;

	private final Type dataType;

	private final @Nullable String stream;

	private final @Nullable String durable;

	private final int version;

	private final Map<String, String> overrides;

	private final @Nullable ListenerErrorHandler errorHandler;

	private ListenerDefinition(String id, List<String> types, Type dataType, @Nullable String stream,
			@Nullable String durable, int version, Map<String, String> overrides,
			@Nullable ListenerErrorHandler errorHandler) {
		this.id = id;
		this.types = List.copyOf(types);
		this.dataType = dataType;
		this.stream = stream;
		this.durable = durable;
		this.version = version;
		this.overrides = Collections.unmodifiableMap(overrides);
		this.errorHandler = errorHandler;
	}

	/**
	 * Define a listener.
	 * @param <T> type of the data
	 * @param id name of the listener, in configuration, logs, metrics and the registry
	 * @param dataType type of the data
	 * @param types event types to handle
	 * @return the definition
	 */
	public static <T> ListenerDefinition<T> of(String id, Class<T> dataType, String... types) {
		return new ListenerDefinition<>(id, List.of(types), dataType, null, null, 1, Map.of(), null);
	}

	/**
	 * Define a listener for data of a generic type.
	 * @param <T> type of the data
	 * @param id name of the listener, in configuration, logs, metrics and the registry
	 * @param dataType type of the data
	 * @param types event types to handle
	 * @return the definition
	 */
	public static <T> ListenerDefinition<T> of(String id, ParameterizedTypeReference<T> dataType, String... types) {
		return new ListenerDefinition<>(id, List.of(types), dataType.getType(), null, null, 1, Map.of(), null);
	}

	/**
	 * Name the stream.
	 * @param stream stream to listen to, instead of that of the types' service
	 * @return a changed copy
	 */
	public ListenerDefinition<T> stream(String stream) {
		return new ListenerDefinition<>(this.id, this.types, this.dataType, stream, this.durable, this.version,
				this.overrides, this.errorHandler);
	}

	/**
	 * Name the durable consumer.
	 * @param durable name of the consumer, instead of {@code <application>-<id>}
	 * @return a changed copy
	 */
	public ListenerDefinition<T> durable(String durable) {
		return new ListenerDefinition<>(this.id, this.types, this.dataType, this.stream, durable, this.version,
				this.overrides, this.errorHandler);
	}

	/**
	 * Ask for another major version of the events.
	 * @param version the major version, instead of 1
	 * @return a changed copy
	 */
	public ListenerDefinition<T> version(int version) {
		return new ListenerDefinition<>(this.id, this.types, this.dataType, this.stream, this.durable, version,
				this.overrides, this.errorHandler);
	}

	/**
	 * Handle several events at a time.
	 * @param concurrency how many
	 * @return a changed copy
	 */
	public ListenerDefinition<T> concurrency(int concurrency) {
		return with("concurrency", Integer.toString(concurrency));
	}

	/**
	 * Handle events in an order.
	 * @param ordering which
	 * @return a changed copy
	 */
	public ListenerDefinition<T> ordering(Ordering ordering) {
		return with("ordering", ordering.name());
	}

	/**
	 * Set with which event to begin when the durable consumer is created for the first
	 * time.
	 * @param from with which
	 * @return a changed copy
	 */
	public ListenerDefinition<T> deliverFrom(DeliverFrom from) {
		return with("deliver-policy", from.toString());
	}

	/**
	 * Set how long the server waits for an answer.
	 * @param ackWait after how long an event is delivered again
	 * @return a changed copy
	 */
	public ListenerDefinition<T> ackWait(Duration ackWait) {
		return with("ack-wait", ackWait.toString());
	}

	/**
	 * Set how often an event is delivered again after its handler failed.
	 * @param maxRetries how often
	 * @return a changed copy
	 */
	public ListenerDefinition<T> maxRetries(int maxRetries) {
		return with("retry.max-retries", Integer.toString(maxRetries));
	}

	/**
	 * Set any other property of {@code nats.jetstream.listener.*}.
	 * @param name name of the property without its prefix, such as {@code confirm-acks}
	 * @param value its value, as in a configuration file
	 * @return a changed copy
	 */
	public ListenerDefinition<T> with(String name, String value) {
		Map<String, String> changed = new LinkedHashMap<>(this.overrides);
		changed.put(name, value);
		return new ListenerDefinition<>(this.id, this.types, this.dataType, this.stream, this.durable, this.version,
				changed, this.errorHandler);
	}

	/**
	 * Decide about failures of the handler.
	 * @param errorHandler is asked about each
	 * @return a changed copy
	 */
	public ListenerDefinition<T> errorHandler(ListenerErrorHandler errorHandler) {
		return new ListenerDefinition<>(this.id, this.types, this.dataType, this.stream, this.durable, this.version,
				this.overrides, errorHandler);
	}

	String id() {
		return this.id;
	}

	List<String> types() {
		return this.types;
	}

	Type dataType() {
		return this.dataType;
	}

	@Nullable String stream() {
		return this.stream;
	}

	@Nullable String durable() {
		return this.durable;
	}

	int version() {
		return this.version;
	}

	Map<String, String> overrides() {
		return this.overrides;
	}

	@Nullable ListenerErrorHandler errorHandler() {
		return this.errorHandler;
	}

}
