package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.connection.JetStreamRequest;
import io.natsevents.deadletter.DeadLetterStream;
import io.natsevents.support.Crash;
import io.natsevents.support.CrashPoint.Moment;
import io.natsevents.support.ProtocolMessage;

import static org.awaitility.Awaitility.await;

/**
 * Kills a process that redrives a dead letter, and has it redriven once more. Only of
 * events without an order: who redrives another puts it behind later events of its key.
 */
final class RedriveCrash implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(45);

	private static final Workload WORKLOAD = Workload.ORDERS;

	private static final int KILLS = 2;

	private final Cycle<Step> steps = new Cycle<>(List.of(Step.values()));

	@Override
	public String name() {
		return "kill-while-redriving";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) throws Exception {
		for (int kill = 0; kill < KILLS; kill++) {
			kill(bus, this.steps.next(random), Choice.of(bus.sharing(), random));
		}
	}

	private static void kill(Bus bus, Step step, Member redriver) throws Exception {
		DeadLetterView letters = new DeadLetterView(bus, WORKLOAD);
		Set<String> before = letters.ids();
		bus.publishers().get(0).tell("publish " + WORKLOAD + " " + step.kind);
		Set<String> parked = await("dead letter").atMost(LIMIT)
			.ignoreExceptions()
			.until(() -> letters.ids(step.kind, before), (ids) -> !ids.isEmpty());
		String command = "redrive " + String.join(" ", parked);
		CrashFault.kill(bus, List.of(redriver), step.toCrash(parked), () -> redriver.tell(command));
		redriver.tell(command);
		await("redriven").atMost(LIMIT).ignoreExceptions().until(() -> letters.areAtRest(parked));
	}

	private enum Step {

		NOT_CLAIMED(Kind.CURABLE, Moment.BEFORE) {
			@Override
			boolean isReached(ProtocolMessage message, Set<String> ids) {
				return isEntry(message, ids) && isClaim(message);
			}
		},

		CLAIMED(Kind.CURABLE, Moment.AFTER) {
			@Override
			boolean isReached(ProtocolMessage message, Set<String> ids) {
				return NOT_CLAIMED.isReached(message, ids);
			}
		},

		NOT_DELETED(Kind.CURABLE, Moment.BEFORE) {
			@Override
			boolean isReached(ProtocolMessage message, Set<String> ids) {
				return message.subject().equals(JetStreamRequest.API + "STREAM.MSG.DELETE." + DeadLetterStream.NAME);
			}
		},

		DELETED(Kind.CURABLE, Moment.AFTER) {
			@Override
			boolean isReached(ProtocolMessage message, Set<String> ids) {
				return NOT_DELETED.isReached(message, ids);
			}
		},

		NOT_REPLACED(Kind.POISON, Moment.BEFORE) {
			@Override
			boolean isReached(ProtocolMessage message, Set<String> ids) {
				return isEntry(message, ids) && !isClaim(message);
			}
		},

		REPLACED(Kind.POISON, Moment.AFTER) {
			@Override
			boolean isReached(ProtocolMessage message, Set<String> ids) {
				return NOT_REPLACED.isReached(message, ids);
			}
		};

		private final Kind kind;

		private final Moment moment;

		Step(Kind kind, Moment moment) {
			this.kind = kind;
			this.moment = moment;
		}

		abstract boolean isReached(ProtocolMessage message, Set<String> ids);

		Crash toCrash(Set<String> ids) {
			return new Crash("redriving when its entry is " + this, this.moment,
					(message) -> message.isPublished() && isReached(message, ids));
		}

		private static boolean isEntry(ProtocolMessage message, Set<String> ids) {
			return message.subject().startsWith("dlq.") && ids.contains(message.subject().substring("dlq.".length()));
		}

		private static boolean isClaim(ProtocolMessage message) {
			return message.contains("Dlq-Claimed-By");
		}

	}

}
