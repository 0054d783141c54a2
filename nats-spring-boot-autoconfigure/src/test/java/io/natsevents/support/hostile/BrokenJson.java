package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes bodies that are nearly JSON.
 */
final class BrokenJson implements HostileGenerator {

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		String body = form.body(form.data("\"day\":\"2026-01-02\",\"tags\":[\"a\",\"b\"]"));
		return switch (random.nextInt(8)) {
			case 0 -> {
				int length = random.nextInt(1, body.length());
				yield form.draft("cut at " + length).body(body.substring(0, length)).may(Fate.MALFORMED);
			}
			case 1 -> mutated(form, random, body);
			case 2 -> field(form, random);
			case 3 -> form.draft("two documents").body(body + body).may(Fate.MALFORMED);
			case 4 -> form.draft("no object")
				.body(one(random, "[" + body + "]", "null", "true", "7", "\"x\"", "[]", " "))
				.may(Fate.MALFORMED);
			case 5 -> form.draft("stray end")
				.body(body + one(random, "}", "]", ",", "x", "\0", "//", "\""))
				.may(Fate.MALFORMED);
			case 6 -> form.draft("comment").body(one(random, "/* x */", "// x\n", "# x\n") + body).may(Fate.MALFORMED);
			default -> form.draft("broken data in binary mode")
				.headers(form.headers())
				.body(one(random, "{", "{\"buffer\"", "{'buffer':'x'}", "{\"tags\":[1", "\"x", "{\"buffer\":x}"))
				.may(Fate.MALFORMED);
		};
	}

	private static Draft field(EventForm form, RandomGenerator random) {
		String field = one(random, "\"total\":NaN", "\"total\":-Infinity", "\"total\":01", "\"total\":+1",
				"\"total\":.5", "\"total\":1.", "\"total\":1e", "\"total\":0x10", "\"total\":--1", "total:1",
				"'total':1", "\"tags\":[\"a\",]", "\"tags\":[,]", "\"total\" 1", "\"total\"::1", "\"tags\":[\"\\x41\"]",
				"\"tags\":[\"\\u12\"]", "\"tags\":[\"\t\"]", "\"tags\":[\"\n\"]", "\"tags\":[\"\0\"]",
				"\"total\":undefined", "\"total\":True", "\"tags\":(1)", "\"tags\":[1}", ",", "\"total\":1;");
		return form.draft("field " + field.replaceAll("\\p{Cntrl}", "?"))
			.body(form.body(form.data(field)))
			.may(Fate.MALFORMED);
	}

	/** Nobody knows what it is afterwards. */
	private static Draft mutated(EventForm form, RandomGenerator random, String body) {
		byte[] bytes = EventForm.bytes(body);
		for (int i = random.nextInt(1, 4); i > 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		}
		return form.draft("bytes changed").body(bytes).may(Fate.MALFORMED, Fate.INVALID, Fate.WRONG_TYPE, Fate.HANDLED);
	}

	private static String one(RandomGenerator random, String... choices) {
		return HostileGenerator.one(random, choices);
	}

}
