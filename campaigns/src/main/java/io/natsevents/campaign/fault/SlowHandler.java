package io.natsevents.campaign.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;
import io.natsevents.campaign.fleet.Surroundings;
import io.natsevents.campaign.process.Status;

import static org.awaitility.Awaitility.await;

/**
 * Lets handlers take three times as long as their claims last: in a process that does not
 * extend its claims, so that others handle the same events meanwhile, or in one that
 * does.
 */
final class SlowHandler implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final int MILLIS = 6000;

	private static final int EVENTS = 6;

	@Override
	public String name() {
		return "slow-handler";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		boolean extended = random.nextBoolean();
		Member victim = Choice.of(bus.sharing(), random);
		if (!extended) {
			slowDown(bus, victim, "as long as ack-wait");
			return;
		}
		bus.replace(victim, new Surroundings(List.of("-Dnats.jetstream.listener.extend-ack-wait=true"), Map.of()));
		try {
			slowDown(bus, victim, "extended");
		}
		finally {
			bus.replace(victim, Surroundings.USUAL);
		}
	}

	private static void slowDown(Bus bus, Member victim, String claims) {
		bus.notes().add("%d handlers of %s take %d ms, claims are %s".formatted(EVENTS, victim.life(), MILLIS, claims));
		victim.tell("slow " + MILLIS + " " + EVENTS);
		await(victim.life() + " is slow").atMost(LIMIT).until(() -> victim.status().map(Status::slow).orElse(0) > 0);
		await(victim.life() + " was slow").atMost(LIMIT).until(() -> victim.status().map(Status::slow).orElse(0) == 0);
	}

}
