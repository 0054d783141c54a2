package io.natsevents.campaign.judge;

import java.util.function.Predicate;

/**
 * How many events of a round came to what.
 *
 * @param published were handed to publishers
 * @param acknowledged were confirmed by a server
 * @param refused certainly were not stored
 * @param unknown may have been stored or not, as far as their publisher knows
 * @param stored are held by the servers
 * @param handled were handled
 * @param parked were parked
 * @param handledTwice were handled more than once
 * @param lost were acknowledged and not stored, or stored and neither handled nor parked
 */
public record Counts(int published, int acknowledged, int refused, int unknown, int stored, int handled, int parked,
		int handledTwice, int lost) {

	/** Of a round that came to nothing. */
	public static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

	static Counts of(Evidence evidence, Events events, int lost) {
		return new Counts(evidence.published().size(), count(evidence, Published.Outcome.ACKNOWLEDGED),
				count(evidence, Published.Outcome.REFUSED), count(evidence, Published.Outcome.UNKNOWN),
				count(events, (id) -> !events.stored(id).isEmpty()), count(events, (id) -> events.timesDone(id) > 0),
				count(events, (id) -> !events.parked(id).isEmpty()), count(events, (id) -> events.timesDone(id) > 1),
				lost);
	}

	private static int count(Evidence evidence, Published.Outcome outcome) {
		return (int) evidence.published().stream().filter((each) -> each.outcome() == outcome).count();
	}

	private static int count(Events events, Predicate<String> condition) {
		return (int) events.ids().stream().filter(condition).count();
	}

	/**
	 * Both together.
	 */
	public Counts plus(Counts other) {
		return new Counts(this.published + other.published, this.acknowledged + other.acknowledged,
				this.refused + other.refused, this.unknown + other.unknown, this.stored + other.stored,
				this.handled + other.handled, this.parked + other.parked, this.handledTwice + other.handledTwice,
				this.lost + other.lost);
	}

}
