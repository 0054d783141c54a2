package io.natsevents.listen;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;

import io.natsevents.event.Event;

/**
 * Asks the listener's error handler when its handler fails.
 */
final class RecoveringHandler implements HandlerInvocation {

	private final ListenerDescription listener;

	private final ListenerErrorHandler errorHandler;

	private final SettlementPolicy policy;

	private final Duration ackWait;

	private final boolean settlesByHand;

	private final HandlerInvocation handler;

	RecoveringHandler(ListenerEndpoint endpoint, ListenerErrorHandler errorHandler) {
		this.listener = endpoint.description();
		this.errorHandler = errorHandler;
		this.policy = new SettlementPolicy(endpoint.settings().retry());
		this.ackWait = endpoint.settings().ackWait();
		this.settlesByHand = endpoint.settings().ackMode() == AckMode.MANUAL;
		this.handler = endpoint.handler();
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
		return this.handler.open(events);
	}

	@Override
	public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) throws Exception {
		int handled = 0;
		while (handled < events.size()) {
			List<ReceivedEvent> remaining = events.subList(handled, events.size());
			try {
				this.handler.invoke(remaining, acknowledgement.narrow(remaining));
				return;
			}
			catch (Exception | Error ex) {
				int place = EventBatchException.placeOf(ex, remaining.size());
				if (SettlementPolicy.isFatal(ex) || this.policy.isOutage(ex)) {
					if (handled == 0) {
						throw ex;
					}
					throw EventBatchException.at(handled + Math.max(0, place), ex);
				}
				handled = recover(events, handled, place, ex, acknowledgement);
			}
			// Those behind begin now, and those before wait for them
			events.forEach((event) -> event.delivery().start(this.ackWait));
		}
	}

	/**
	 * Ask about what failed.
	 * @return how many events are handled then
	 */
	private int recover(List<ReceivedEvent> events, int handled, int place, Throwable failure,
			DeliveryAcknowledgement acknowledgement) throws Exception {
		int begin = handled + Math.max(0, place);
		int end = (place >= 0) ? begin + 1 : events.size();
		List<ReceivedEvent> failed = events.subList(begin, end);
		try {
			this.errorHandler.handle(HandledEvents.of(this.listener, failed), SettlementPolicy.unwrap(failure));
		}
		catch (Exception | Error ex) {
			int placeAmongFailed = EventBatchException.placeOf(ex, failed.size());
			if (begin == 0 && end == events.size() && placeAmongFailed < 0) {
				throw ex;
			}
			throw EventBatchException.at(begin + Math.max(0, placeAmongFailed), ex);
		}
		if (this.settlesByHand) {
			acknowledgement.narrow(failed).acknowledge();
		}
		return end;
	}

}
