package io.natsevents.campaign.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;

/**
 * Freezes a process that listens, for longer or for shorter than its claims last.
 */
final class ListenerFreeze implements Fault {

	private static final int LONGEST_MILLIS = 7000;

	private static final int SHORTEST_MILLIS = 500;

	@Override
	public String name() {
		return "freeze-listener";
	}

	@Override
	public void strike(Bus bus, RandomGenerator random) {
		Member victim = Choice.of(bus.listeners(), random);
		int millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
		bus.notes().frozen(victim.life());
		victim.pause();
		try {
			// The time itself is what is done
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
		}
		finally {
			victim.resume();
			bus.notes().add("resume " + victim.life() + " after " + millis + " ms");
		}
	}

}
