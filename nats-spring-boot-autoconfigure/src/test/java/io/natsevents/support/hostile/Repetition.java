package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes much out of little: keys given twice, keys that collide, very many of something,
 * and strings that grow.
 */
final class Repetition implements HostileGenerator {

	private static final int COLLIDING_BITS = 12;

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		return switch (random.nextInt(7)) {
			case 0 -> form.draft("field given twice")
				.body(form.body(form.data("\"buffer\":\"again\",\"quantity\":\"8\"")))
				.may(Fate.HANDLED);
			case 1 -> form.draft("attributes given twice")
				.body(form.body(form.data())
					.replaceFirst("\\{", "{\"id\":\"other\",\"type\":\"auth.other\",\"data\":{},"))
				.may(Fate.HANDLED, Fate.INVALID, Fate.MALFORMED);
			case 2 ->
				form.draft("colliding keys").body(form.body(form.data("\"more\":" + colliding()))).may(Fate.HANDLED);
			case 3 -> {
				int count = HostileGenerator.one(random, 1000, 10_000, 60_000);
				StringBuilder keys = new StringBuilder("{");
				for (int i = 0; i < count; i++) {
					keys.append((i > 0) ? "," : "").append("\"k").append(i).append("\":").append(i);
				}
				yield form.draft(count + " keys")
					.body(form.body(form.data("\"more\":" + keys + "}")))
					.may(Fate.HANDLED);
			}
			case 4 -> {
				int count = HostileGenerator.one(random, 1000, 10_000, 40_000);
				StringBuilder body = new StringBuilder("{");
				for (int i = 0; i < count; i++) {
					body.append("\"x").append(i).append("\":\"y\",");
				}
				yield form.draft(count + " attributes")
					.body(body + form.body(form.data()).substring(1))
					.may(Fate.HANDLED);
			}
			case 5 -> {
				String text = HostileGenerator
					.one(random, "\\u0041", "\\\\", "€", "\\ud83d\\ude00", "A", " ", "\\u0000", "{\\\"a\\\":[")
					.repeat(100_000);
				yield form.draft("long text")
					.body(form.body(form.data("\"tags\":[\"" + text + "\"]")))
					.may(Fate.HANDLED);
			}
			default -> form.draft("long lists")
				.body(form.body(form.data("\"tags\":[" + "\"\",".repeat(200_000) + "\"\"]")))
				.may(Fate.HANDLED);
		};
	}

	/** All have the same hash code. */
	private static String colliding() {
		StringBuilder keys = new StringBuilder("{");
		for (int key = 0; key < 1 << COLLIDING_BITS; key++) {
			keys.append((key > 0) ? ",\"" : "\"");
			for (int bit = 0; bit < COLLIDING_BITS; bit++) {
				keys.append(((key >> bit & 1) == 0) ? "Aa" : "BB");
			}
			keys.append("\":0");
		}
		return keys.append('}').toString();
	}

}
