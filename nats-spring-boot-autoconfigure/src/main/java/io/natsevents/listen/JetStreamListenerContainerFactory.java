package io.natsevents.listen;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.ProvisioningSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes the containers of listeners: decides what their declarations leave open, and puts
 * interceptors and error handlers around their handlers. Immutable.
 */
public final class JetStreamListenerContainerFactory {

	/**
	 * Name of the bean that serves listeners which name no other.
	 */
	public static final String BEAN_NAME = "jetStreamListenerContainerFactory";

	private final ListenerEndpointFactory endpoints;

	private final ListenerContainerDependencies dependencies;

	private final List<HandlerInterceptor> interceptors;

	private final List<ListenerContainerCustomizer> customizers;

	private final Map<String, String> settings;

	private JetStreamListenerContainerFactory(Builder builder) {
		ListenerThreads threads = required("threads", builder.threads);
		ConnectionSupervisor connection = required("connection", builder.connection);
		this.endpoints = required("endpoints", builder.endpoints);
		this.dependencies = new ListenerContainerDependencies(required("provisioning", builder.provisioning),
				connection, required("codec", builder.codec), required("parking", builder.parking), builder.serverReady,
				new StreamSnapshots(connection, System::nanoTime), threads, builder.turns,
				(builder.handlers != null) ? builder.handlers : threads.handlers(), builder.observer,
				List.copyOf(builder.consumerCustomizers), builder.partitions, builder.clock);
		this.interceptors = List.copyOf(builder.interceptors);
		this.customizers = List.copyOf(builder.customizers);
		this.settings = Map.copyOf(builder.settings);
	}

	private static <T> T required(String name, @Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("A listener container factory needs its '" + name + "' to be set");
		}
		return value;
	}

	/**
	 * Start with nothing set.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	RegisteredListener create(ListenerEndpointFactory.Declaration declaration, HandlerInvocation handler,
			@Nullable ListenerErrorHandler errorHandler) {
		ListenerEndpoint endpoint = this.endpoints.create(declaration, this.settings, handler);
		ListenerContainerOptions options = new ListenerContainerOptions(endpoint.description(), endpoint.settings(),
				errorHandler, this.dependencies.handlers());
		this.customizers.forEach((customizer) -> customizer.customize(options));
		if (!options.settings().isEmpty()) {
			endpoint = this.endpoints.create(declaration.with(options.settings()), this.settings, handler);
		}
		endpoint = endpoint.handledBy(InterceptedHandler.around(endpoint, this.interceptors));
		ListenerErrorHandler decider = options.errorHandler();
		if (decider != null) {
			endpoint = endpoint.handledBy(new RecoveringHandler(endpoint, decider));
		}
		ListenerContainerDependencies handled = this.dependencies.handledOn(options.handlers());
		return (endpoint.settings().ordering() == Ordering.CLUSTER) ? new PartitionedListener(endpoint, handled)
				: new ListenerContainer(endpoint, handled);
	}

	/**
	 * Collects what a factory needs. Endpoints, provisioning, connection, parking, codec
	 * and threads must be set.
	 */
	public static final class Builder {

		private @Nullable ListenerEndpointFactory endpoints;

		private @Nullable ProvisioningSettings provisioning;

		private @Nullable ConnectionSupervisor connection;

		private @Nullable DeadLetterParking parking;

		private BooleanSupplier serverReady = () -> true;

		private @Nullable EventCodec codec;

		private @Nullable ListenerThreads threads;

		private HandlingTurns turns = new HandlingTurns();

		private @Nullable Executor handlers;

		private ListenerObserver observer = ListenerObserver.NONE;

		private List<HandlerInterceptor> interceptors = List.of();

		private List<ListenerContainerCustomizer> customizers = List.of();

		private List<ConsumerConfigurationCustomizer> consumerCustomizers = List.of();

		private Map<String, String> settings = new LinkedHashMap<>();

		private Function<String, OptionalInt> partitions = (stream) -> OptionalInt.empty();

		private Clock clock = Clock.systemUTC();

		private Builder() {
		}

		/**
		 * Set what decides all that declarations leave open.
		 * @param endpoints decides it
		 * @return this builder
		 */
		public Builder endpoints(ListenerEndpointFactory endpoints) {
			this.endpoints = endpoints;
			return this;
		}

		/**
		 * Set how durable consumers are put on the server, and for which application.
		 * @param provisioning how to go about it
		 * @return this builder
		 */
		public Builder provisioning(ProvisioningSettings provisioning) {
			this.provisioning = provisioning;
			return this;
		}

		/**
		 * Set where events come from, and where those that are given up go.
		 * @param connection leads to the server
		 * @param parking parks events, on the same server
		 * @return this builder
		 */
		public Builder connection(ConnectionSupervisor connection, DeadLetterParking parking) {
			this.connection = connection;
			this.parking = parking;
			this.serverReady = connection::isConnected;
			return this;
		}

		/**
		 * Set what listeners wait for while the application starts without NATS.
		 * @param serverReady whether the server is there and has the streams that are
		 * declared; whether it is there, unless set after the connection
		 * @return this builder
		 */
		public Builder serverReady(BooleanSupplier serverReady) {
			this.serverReady = serverReady;
			return this;
		}

		/**
		 * Set what reads the events.
		 * @param codec reads them
		 * @return this builder
		 */
		public Builder codec(EventCodec codec) {
			this.codec = codec;
			return this;
		}

		/**
		 * Set the threads listeners share.
		 * @param threads run handlers, unless {@link #handlers} do, and look after claims
		 * and consumers; whoever made them closes them
		 * @return this builder
		 */
		public Builder threads(ListenerThreads threads) {
			this.threads = threads;
			return this;
		}

		/**
		 * Set the turns handlers take, which keep all others waiting while an event has
		 * to run alone. All factories of an application should have the same.
		 * @param turns the turns; the factory's own by default
		 * @return this builder
		 */
		public Builder turns(HandlingTurns turns) {
			this.turns = turns;
			return this;
		}

		/**
		 * Set what runs handlers, instead of the threads all listeners share.
		 * @param handlers runs them; should not be bounded below the sum of the
		 * listeners' concurrency; whoever made it closes it
		 * @return this builder
		 */
		public Builder handlers(Executor handlers) {
			this.handlers = handlers;
			return this;
		}

		/**
		 * Set who is told what becomes of deliveries.
		 * @param observer is told
		 * @return this builder
		 */
		public Builder observer(ListenerObserver observer) {
			this.observer = observer;
			return this;
		}

		/**
		 * Set the interceptors, instead of those there are.
		 * @param interceptors the interceptors, first in last out
		 * @return this builder
		 */
		public Builder interceptors(List<HandlerInterceptor> interceptors) {
			this.interceptors = interceptors;
			return this;
		}

		/**
		 * Set the customizers of containers, instead of those there are.
		 * @param customizers the customizers, in their order
		 * @return this builder
		 */
		public Builder customizers(List<ListenerContainerCustomizer> customizers) {
			this.customizers = customizers;
			return this;
		}

		/**
		 * Set the customizers of durable consumers, instead of those there are.
		 * @param customizers the customizers, in their order
		 * @return this builder
		 */
		public Builder consumerCustomizers(List<ConsumerConfigurationCustomizer> customizers) {
			this.consumerCustomizers = customizers;
			return this;
		}

		/**
		 * Set a property for the factory's listeners. It wins over
		 * {@code nats.jetstream.listener.*} and yields to
		 * {@code nats.jetstream.listeners.<id>.*} and the annotation.
		 * @param name name of the property without its prefix, such as
		 * {@code concurrency}
		 * @param value its value, as in a configuration file
		 * @return this builder
		 */
		public Builder setting(String name, String value) {
			this.settings.put(name, value);
			return this;
		}

		/**
		 * Set what tells into how many partitions streams are divided by the
		 * configuration of this application. Listeners compare it with what the stream
		 * says, and go by it when they must not ask.
		 * @param partitions tells it by the name of a stream; empty for none that is
		 * configured; nothing is by default
		 * @return this builder
		 */
		public Builder partitions(Function<String, OptionalInt> partitions) {
			this.partitions = partitions;
			return this;
		}

		/**
		 * Set the clock that tells the time of failures.
		 * @param clock the clock; the system's by default
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Make the factory.
		 * @return the factory
		 * @throws IllegalStateException when something it needs is not set, naming it
		 */
		public JetStreamListenerContainerFactory build() {
			return new JetStreamListenerContainerFactory(this);
		}

	}

}
