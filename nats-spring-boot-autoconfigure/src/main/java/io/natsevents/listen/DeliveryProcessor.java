package io.natsevents.listen;

import java.util.List;
import java.util.function.Consumer;

import io.natsevents.event.EventCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes deliveries through their steps: read, handle, settle.
 */
final class DeliveryProcessor {

	private static final Log logger = LogFactory.getLog(DeliveryProcessor.class);

	private final ListenerEndpoint endpoint;

	private final DeliveryReader reader;

	private final FailureSettlement failures;

	private final Settler settler;

	private final OutageProbe probe;

	private final HandlingAttempt attempt;

	private final LoneRuns loneRuns;

	/**
	 * Create a processor.
	 * @param endpoint the listener
	 * @param codec reads the events
	 * @param settler settles the deliveries
	 * @param history remembers failures
	 * @param claims keeps the claims of what is settled by hand, later
	 * @param probe finds out when an outage is over
	 * @param window is told how long handling took
	 * @param observer is told what becomes of the deliveries
	 * @param gate begins lone runs
	 * @param fatal is told of an error after which the listener must not go on
	 */
	DeliveryProcessor(ListenerEndpoint endpoint, EventCodec codec, Settler settler, FailureHistory history,
			ClaimKeeper claims, OutageProbe probe, InFlightWindow window, ListenerObserver observer, LoneRunGate gate,
			Consumer<Throwable> fatal) {
		this.endpoint = endpoint;
		this.failures = new FailureSettlement(endpoint, settler, history, probe);
		this.reader = new DeliveryReader(endpoint, codec, this.failures, settler, gate.turns(), probe, fatal);
		this.settler = settler;
		this.probe = probe;
		this.attempt = new HandlingAttempt(endpoint, gate.turns(), this.failures, settler, claims, window, observer,
				fatal);
		this.loneRuns = new LoneRuns(endpoint, gate, this.reader, this.attempt, this.failures, settler, history, probe);
	}

	/**
	 * Process deliveries of which none may overtake another. Those at the end may be left
	 * as they are.
	 */
	void processInOrder(List<Delivery> deliveries) {
		process(this.loneRuns.beginningOf(deliveries));
	}

	void process(List<Delivery> deliveries) {
		try {
			List<Delivery> usual = this.loneRuns.without(deliveries);
			List<ReceivedEvent> events = this.reader.read(deliveries, usual);
			if (!events.isEmpty()) {
				handle(deliveries, events);
			}
			if (usual.size() < deliveries.size()) {
				this.loneRuns.run(deliveries, usual);
			}
		}
		catch (RuntimeException | Error ex) {
			// Nobody above can do anything about it, and the events must not hang
			logger.error("Listener " + this.endpoint.id() + " met an unexpected error; the events are delivered again",
					ex);
			deliveries.forEach((delivery) -> this.settler.retry(delivery, this.endpoint.settings().ackWait(), ex));
		}
		finally {
			this.probe.done(deliveries);
		}
	}

	private void handle(Object worker, List<ReceivedEvent> events) {
		List<ReceivedEvent> remaining = events;
		for (int tries = 0; !remaining.isEmpty(); tries++) {
			if (!this.probe.awaitTurn(worker)) {
				giveBack(remaining);
				return;
			}
			Outage outage = this.attempt.run(remaining, tries);
			if (outage == null) {
				return;
			}
			remaining = outage.remaining();
			if (!this.failures.awaitNextTry(worker, outage.failure(), outage.again())) {
				giveBack(remaining);
				return;
			}
		}
	}

	private void giveBack(List<ReceivedEvent> events) {
		events.forEach((received) -> this.settler.giveBack(received.delivery()));
	}

}
