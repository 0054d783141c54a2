package io.natsevents.support.hostile;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Makes headers that look as if a message had been parked before.
 */
final class ForgedDeadLetterHeaders implements HostileGenerator {

	/** Stands in every forged value; no dead letter may say it. */
	private static final String FORGED = "FORGED";

	private static final String[] NAMES = { "Dlq-Stream", "Dlq-Consumer", "Dlq-Subject", "Dlq-Sequence",
			"Dlq-Stored-At", "Dlq-Event-Id", "Dlq-Reason", "Dlq-Deliveries", "Dlq-First-Failed-At",
			"Dlq-Last-Failed-At", "Dlq-Exception", "Dlq-Message", "Dlq-Application", "Dlq-Replay", "Dlq-Dropped",
			"Dlq-Body", "Dlq-Stack-Trace", "Dlq-Claimed-Until", "Dlq-Claimed-By", "Dlq-Invented" };

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		StringBuilder lines = new StringBuilder();
		boolean all = random.nextBoolean();
		for (String name : NAMES) {
			if (all || random.nextInt(5) == 0) {
				String odd = switch (random.nextInt(4)) {
					case 0 -> name.toUpperCase(Locale.ROOT);
					case 1 -> name.toLowerCase(Locale.ROOT);
					default -> name;
				};
				String value = FORGED
						+ HostileGenerator.one(random, "", " in OTHER#1", " 2099-01-01T00:00:00Z", "\u00e9");
				lines.append(odd).append(": ").append(value).append("\r\n");
				if (random.nextInt(4) == 0) {
					lines.append(odd).append(": ").append(value).append(" again\r\n");
				}
			}
		}
		if (random.nextInt(4) == 0) {
			return form.draft("in front of an event").headers(lines + "X: y\r\n").may(Fate.HANDLED);
		}
		return form.draft(all ? "all" : "some")
			.headers(lines + "X: y\r\n")
			.body(HostileGenerator.one(random, "", form.secret(), "{\"specversion\":\"1.0\"}"))
			.may(Fate.MALFORMED);
	}

}
