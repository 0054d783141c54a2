package io.natsevents.order;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.natsevents.listen.Ordering;

/**
 * What is tried.
 *
 * @param ordering of the listener
 * @param instances how many processes handle events
 * @param keys how many keys the events have
 * @param partitions of the stream
 * @param events how many
 * @param failing which share of the attempts fails
 * @param instanceKills how often a process is killed, and started again
 * @param serverKills how often a node is killed that leads a consumer, and started again
 * @param handlerMillis how long a handler takes
 * @param perSecond how many events are published in a second; 0 for as many as can be
 * @param seed decides what happens at random
 */
record Campaign(Ordering ordering, int instances, int keys, int partitions, int events, double failing,
		int instanceKills, int serverKills, int handlerMillis, int perSecond, long seed) {

	static final String TYPE = "auth.order.placed";

	static final String STREAM = "AUTH_EVENTS";

	/** One event in so many can never be handled. */
	private static final int POISON = 2500;

	/**
	 * Without disturbances, from as many processes as the ordering takes.
	 */
	static Campaign undisturbed(Ordering ordering, int events, int handlerMillis, int perSecond) {
		return new Campaign(ordering, (ordering == Ordering.KEY) ? 1 : 2, 64, 16, events, 0, 0, 0, handlerMillis,
				perSecond, 1);
	}

	/**
	 * Whether an event can never be handled. Only where failures are tried.
	 */
	boolean isPoison(Load load) {
		return this.failing > 0
				&& Math.floorMod(load.key().hashCode() * 31L + load.number() * 7919 + this.seed, POISON) == 0;
	}

	/**
	 * Sequences of the events that have to be parked, and no others.
	 */
	Set<Long> poisoned(Evidence evidence) {
		return evidence.stored()
			.entrySet()
			.stream()
			.filter((stored) -> isPoison(stored.getValue()))
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	String name() {
		return this.ordering.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * As arguments of {@link OrderInstance}.
	 */
	@Override
	public String toString() {
		return String.join(",", this.ordering.name(), "" + this.instances, "" + this.keys, "" + this.partitions,
				"" + this.events, "" + this.failing, "" + this.instanceKills, "" + this.serverKills,
				"" + this.handlerMillis, "" + this.perSecond, "" + this.seed);
	}

	static Campaign parse(String text) {
		String[] parts = text.split(",");
		return new Campaign(Ordering.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
				Integer.parseInt(parts[3]), Integer.parseInt(parts[4]), Double.parseDouble(parts[5]),
				Integer.parseInt(parts[6]), Integer.parseInt(parts[7]), Integer.parseInt(parts[8]),
				Integer.parseInt(parts[9]), Long.parseLong(parts[10]));
	}

}
