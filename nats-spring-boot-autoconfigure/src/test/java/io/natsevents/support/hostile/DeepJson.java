package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes bodies that are nested deeply.
 */
final class DeepJson implements HostileGenerator {

	/** What the mapper reads, less the envelope. */
	private static final int READABLE = 490;

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		int depth = HostileGenerator.one(random, 10, 100, 480, 510, 1000, 5000, 20_000, 100_000);
		String nested = nested(random, depth);
		boolean readable = depth < READABLE;
		Fate[] fates = readable ? new Fate[] { Fate.HANDLED } : new Fate[] { Fate.MALFORMED };
		return switch (random.nextInt(6)) {
			case 0 ->
				form.draft("unknown field " + depth).body(form.body(form.data("\"unknown\":" + nested))).may(fates);
			case 1 ->
				form.draft("field " + depth).body(form.body(form.data("\"more\":{\"x\":" + nested + "}"))).may(fates);
			case 2 -> form.draft("extension " + depth)
				.body(form.body(form.data()).replaceFirst("\\{", "{\"deep\":" + nested + ","))
				.may(fates);
			case 3 -> form.draft("binary " + depth)
				.headers(form.headers())
				.body(form.data("\"more\":{\"x\":" + nested + "}"))
				.may(fates);
			case 4 -> form.draft("places " + depth)
				.body(form.body(form.data("\"place\":" + "{\"site\":\"s\",\"shelf\":1,\"within\":".repeat(depth)
						+ "null" + "}".repeat(depth))))
				.may(fates);
			default -> form.draft("never closed " + depth)
				.body(form.body(form.data("\"more\":{\"x\":" + "[".repeat(depth))))
				.may(Fate.MALFORMED);
		};
	}

	private static String nested(RandomGenerator random, int depth) {
		return switch (random.nextInt(3)) {
			case 0 -> "[".repeat(depth) + "]".repeat(depth);
			case 1 -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
			default -> "[{\"a\":".repeat(depth / 2) + "1" + "}]".repeat(depth / 2);
		};
	}

}
