package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.connection.ReportedErrors;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterReason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which events end the process: runs those whose deliveries never came back one
 * at a time, alone in this JVM, and gives up those that do not come back then either.
 */
final class LoneRuns {

	private static final Log logger = LogFactory.getLog(LoneRuns.class);

	private final ReportedErrors reported = new ReportedErrors(System::nanoTime);

	private final ListenerEndpoint endpoint;

	private final LoneRunGate gate;

	private final DeliveryReader reader;

	private final HandlingAttempt attempt;

	private final FailureSettlement failures;

	private final Settler settler;

	private final FailureHistory history;

	private final OutageProbe probe;

	LoneRuns(ListenerEndpoint endpoint, LoneRunGate gate, DeliveryReader reader, HandlingAttempt attempt,
			FailureSettlement failures, Settler settler, FailureHistory history, OutageProbe probe) {
		this.endpoint = endpoint;
		this.gate = gate;
		this.reader = reader;
		this.attempt = attempt;
		this.failures = failures;
		this.settler = settler;
		this.history = history;
		this.probe = probe;
	}

	/**
	 * Leave out those deliveries that are not to be handled with others.
	 * @param deliveries what was taken together
	 * @return the same list when there are none
	 */
	List<Delivery> without(List<Delivery> deliveries) {
		for (Delivery delivery : deliveries) {
			if (course(delivery) != DeliveryCourse.USUAL) {
				return deliveries.stream().filter((each) -> course(each) == DeliveryCourse.USUAL).toList();
			}
		}
		return deliveries;
	}

	/**
	 * What can be dealt with without anything being overtaken: those at the beginning
	 * that are handled as usual, or the first alone.
	 * @param deliveries what was taken together, in order
	 */
	List<Delivery> beginningOf(List<Delivery> deliveries) {
		for (int i = 0; i < deliveries.size(); i++) {
			if (course(deliveries.get(i)) != DeliveryCourse.USUAL) {
				return deliveries.subList(0, Math.max(1, i));
			}
		}
		return deliveries;
	}

	private DeliveryCourse course(Delivery delivery) {
		int maxRetries = this.endpoint.settings().retry().maxRetries();
		if (delivery.deliveryCount() <= maxRetries + 1L) {
			return DeliveryCourse.USUAL;
		}
		return DeliveryCourse.of(this.history.attempts(delivery), this.history.failures(delivery.position()),
				this.history.givenUp(delivery.position()) != null, maxRetries);
	}

	/**
	 * Deal with the deliveries that were left out, until all are settled or will be by
	 * hand.
	 * @param deliveries what was taken together; keeps the claims of those that wait
	 * @param usual those that were handled as usual
	 */
	void run(List<Delivery> deliveries, List<Delivery> usual) {
		List<Delivery> left = new ArrayList<>(deliveries);
		left.removeAll(usual);
		for (int i = 0; i < left.size(); i++) {
			List<Delivery> behind = left.subList(i + 1, left.size());
			Delivery delivery = left.get(i);
			if (delivery.isSettled() || !this.reader.isForListener(delivery)) {
				continue;
			}
			if (course(delivery) == DeliveryCourse.GIVEN_UP) {
				giveUp(delivery);
			}
			else {
				run(deliveries, delivery, behind);
			}
		}
	}

	/**
	 * Run an event alone, again and again as long as it meets an outage: nobody keeps the
	 * others waiting while an outage lasts.
	 */
	private void run(Object worker, Delivery delivery, List<Delivery> behind) {
		for (int tries = 0; this.probe.awaitTurn(worker); tries++) {
			LoneRun run = begin(delivery, behind);
			if (run == null) {
				return;
			}
			if (delivery.isSettled()) {
				// It was given back while it waited
				run.end();
				return;
			}
			Outage outage = attempt(delivery, tries);
			if (outage == null) {
				return;
			}
			run.end();
			if (!this.failures.awaitNextTry(worker, outage.failure(), outage.again())) {
				break;
			}
		}
		this.settler.giveBack(delivery);
	}

	private @Nullable Outage attempt(Delivery delivery, int tries) {
		ReadOutcome read = this.reader.readOnce(delivery, tries);
		ReceivedEvent event = read.event();
		return (event != null) ? this.attempt.run(List.of(event), tries) : read.outage();
	}

	/**
	 * Begin a lone run.
	 * @return the run, or {@code null} when the delivery is settled
	 */
	private @Nullable LoneRun begin(Delivery delivery, List<Delivery> behind) {
		LoneRunGate.Start start = this.gate.begin(id(delivery), () -> overdue(delivery, behind));
		if (start instanceof LoneRunGate.Begun begun) {
			logger.info("Listener " + this.endpoint.id() + " runs " + delivery
					+ " alone, because deliveries of it never came back: lone run " + begun.number() + " of "
					+ this.gate.trials().loneRuns());
			delivery.runAlone(begun.run());
			return begun.run();
		}
		if (start instanceof LoneRunGate.Missed missed) {
			missed(delivery, missed);
		}
		else if (start instanceof LoneRunGate.Refused refused) {
			refused(delivery, refused);
		}
		else {
			exhausted(delivery);
		}
		return null;
	}

	private DeadLetterId id(Delivery delivery) {
		return new DeadLetterId(delivery.position(), this.endpoint.durable());
	}

	/**
	 * What waits behind a handler that hangs would wait for ever.
	 */
	private void overdue(Delivery delivery, List<Delivery> behind) {
		logger.warn("Listener " + this.endpoint.id() + " has been running " + delivery + " alone for "
				+ this.endpoint.settings().ackWait() + " (ack-wait); the other handlers go on");
		behind.forEach(this.settler::giveBack);
	}

	private void missed(Delivery delivery, LoneRunGate.Missed missed) {
		if (this.gate.isStopped()) {
			this.settler.giveBack(delivery);
			return;
		}
		this.reported.warn(logger, "missed",
				"Listener " + this.endpoint.id() + " cannot run " + delivery + " alone: after "
						+ this.endpoint.settings().ackWait() + " (ack-wait) " + missed.others()
						+ " other handler(s) of this application still run; it is tried again in "
						+ missed.pause().toMillis() + " ms");
		this.settler.giveBack(delivery, missed.pause());
	}

	private void refused(Delivery delivery, LoneRunGate.Refused refused) {
		Duration againAfter = this.settler.againAfterRefusal();
		this.reported.warn(logger, "refused", "Listener " + this.endpoint.id() + ": " + refused.refusal().getMessage()
				+ "; it stays and is tried again every " + againAfter.toSeconds() + " s");
		this.settler.giveBack(delivery, againAfter);
	}

	private void exhausted(Delivery delivery) {
		logger.warn("Listener " + this.endpoint.id() + " gives up " + delivery + ": it ran alone "
				+ this.gate.trials().loneRuns()
				+ " time(s) and never came back. Either the process died or the handler did not return. Find out what"
				+ " the handler does with it before it is handled again");
		if (this.settler.parkForCertain(delivery, ReadFailure.eventId(delivery.message()),
				DeadLetterReason.PROCESS_DIED)) {
			this.gate.trials().end(id(delivery));
		}
	}

	private void giveUp(Delivery delivery) {
		FailureHistory.GivenUp before = this.history.givenUp(delivery.position());
		DeadLetterReason reason = (before != null) ? before.reason() : DeadLetterReason.HANDLER_FAILED;
		String eventId = (before != null) ? before.eventId() : ReadFailure.eventId(delivery.message());
		if (this.settler.parkForCertain(delivery, eventId, reason) && reason == DeadLetterReason.PROCESS_DIED) {
			this.gate.trials().end(id(delivery));
		}
	}

}
