package io.natsevents.listen;

import java.lang.reflect.Type;
import java.util.List;

import io.natsevents.event.Event;

/**
 * Subscribes handlers by code: does what {@link JetStreamListener} does, for types that
 * are known at run time only.
 */
public final class EventSubscriber {

	private final JetStreamListenerContainerFactory factory;

	private final ListenerRegistry registry;

	/**
	 * Create a subscriber.
	 * @param factory makes the containers
	 * @param registry takes them
	 */
	public EventSubscriber(JetStreamListenerContainerFactory factory, ListenerRegistry registry) {
		this.factory = factory;
		this.registry = registry;
	}

	/**
	 * Subscribe a handler. It starts with the application, or at once when the
	 * application has started.
	 * @param <T> type of the data
	 * @param definition what to listen to
	 * @param handler handles the events; from several threads when the concurrency is
	 * more than 1
	 * @return a handle to pause and stop it
	 * @throws ListenerConfigurationException when it cannot work as it is defined
	 */
	public <T> ListenerHandle subscribe(ListenerDefinition<T> definition, EventHandler<T> handler) {
		ListenerEndpointFactory.Declaration declaration = new ListenerEndpointFactory.Declaration(definition.id(),
				definition.id(), definition.types(), definition.stream(), definition.durable(), definition.version(),
				definition.overrides());
		return this.registry.register(this.factory.create(declaration,
				new CodeInvocation<>(definition.id(), definition.dataType(), handler), definition.errorHandler()));
	}

	private record CodeInvocation<T>(String listenerId, Type dataType,
			EventHandler<T> handler) implements HandlerInvocation {

		@Override
		public boolean isBatch() {
			return false;
		}

		@Override
		@SuppressWarnings("unchecked") // read as the definition's own data type
		public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) throws Exception {
			ReceivedEvent received = events.get(0);
			this.handler.handle((Event<T>) received.event(), received.delivery().context(this.listenerId));
		}

	}

}
