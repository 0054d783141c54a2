package io.natsevents.listen;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.natsevents.event.Event;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls a handler through interceptors.
 */
final class InterceptedHandler implements HandlerInvocation {

	private static final Log logger = LogFactory.getLog(HandlerInterceptor.class);

	private final ListenerDescription listener;

	private final List<HandlerInterceptor> interceptors;

	private final boolean settlesByHand;

	private final HandlerInvocation handler;

	private InterceptedHandler(ListenerDescription listener, List<HandlerInterceptor> interceptors,
			boolean settlesByHand, HandlerInvocation handler) {
		this.listener = listener;
		this.interceptors = interceptors;
		this.settlesByHand = settlesByHand;
		this.handler = handler;
	}

	/**
	 * Put interceptors around the handler of a listener.
	 * @return the handler itself when none of them is for the listener
	 */
	static HandlerInvocation around(ListenerEndpoint endpoint, List<HandlerInterceptor> interceptors) {
		ListenerDescription listener = endpoint.description();
		List<HandlerInterceptor> supporting = interceptors.stream()
			.filter((interceptor) -> interceptor.supports(listener))
			.toList();
		return supporting.isEmpty() ? endpoint.handler() : new InterceptedHandler(listener, supporting,
				endpoint.settings().ackMode() == AckMode.MANUAL, endpoint.handler());
	}

	@Override
	public Type dataType() {
		return this.handler.dataType();
	}

	@Override
	public boolean isBatch() {
		return this.handler.isBatch();
	}

	@Override
	public void check(Event<?> event) {
		this.handler.check(event);
	}

	@Override
	public HandlingScope open(List<ReceivedEvent> events) {
		HandledEvents handled = HandledEvents.of(this.listener, events);
		List<HandlingScope> scopes = new ArrayList<>(this.interceptors.size());
		for (HandlerInterceptor interceptor : this.interceptors) {
			try {
				scopes.add(interceptor.open(handled));
			}
			catch (RuntimeException | Error ex) {
				logger.warn("Listener " + this.listener.id() + ": " + interceptor
						+ " could not open its scope, and goes without", ex);
			}
		}
		return (failure) -> {
			for (int i = scopes.size() - 1; i >= 0; i--) {
				try {
					scopes.get(i).close(failure);
				}
				catch (RuntimeException | Error ex) {
					logger.warn("Listener " + this.listener.id() + ": a scope could not be closed: " + scopes.get(i),
							ex);
				}
			}
		};
	}

	@Override
	public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) throws Exception {
		Set<ReceivedEvent> given = new HashSet<>();
		proceed(0, HandledEvents.of(this.listener, events), acknowledgement, given);
		if (this.settlesByHand && given.size() < events.size()) {
			acknowledgement.narrow(events.stream().filter((event) -> !given.contains(event)).toList()).acknowledge();
		}
	}

	private void proceed(int index, HandledEvents events, DeliveryAcknowledgement acknowledgement,
			Set<ReceivedEvent> given) throws Exception {
		if (index < this.interceptors.size()) {
			this.interceptors.get(index)
				.intercept(events, (passed) -> passOn(index, events, passed, acknowledgement, given));
		}
		else if (!events.all().isEmpty()) {
			List<ReceivedEvent> received = events.received();
			given.addAll(received);
			this.handler.invoke(received, acknowledgement.narrow(received));
		}
	}

	private void passOn(int index, HandledEvents events, HandledEvents passed, DeliveryAcknowledgement acknowledgement,
			Set<ReceivedEvent> given) throws Exception {
		if (passed != events && !new HashSet<>(events.all()).containsAll(passed.all())) {
			throw new IllegalArgumentException(this.interceptors.get(index) + " passes on events it was not given");
		}
		try {
			proceed(index + 1, passed, acknowledgement, given);
		}
		catch (EventBatchException ex) {
			int place = EventBatchException.placeOf(ex, passed.all().size());
			throw (place < 0) ? ex : EventBatchException.at(events.all().indexOf(passed.all().get(place)), ex);
		}
	}

}
