package io.natsevents.support.hostile;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes attributes and fields of types they do not have.
 */
final class WrongTypes implements HostileGenerator {

	private static final String[] ATTRIBUTES = { "specversion", "id", "source", "type", "time", "organizationid",
			"schemaversion", "partitionkey", "subject", "correlationid", "causationid", "idempotencykey", "visibility",
			"datacontenttype" };

	private static final String[] FIELDS = { "quantity", "total", "factor", "amount", "units", "day", "at", "window",
			"zone", "place", "order", "tags", "more" };

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		String value = HostileGenerator.one(random, "7", "1.5", "true", "[]", "{}", "[\"x\"]", "{\"a\":1}", "[[[]]]");
		return switch (random.nextInt(4)) {
			case 0 -> {
				Map<String, String> attributes = form.attributes();
				String name = HostileGenerator.one(random, ATTRIBUTES);
				attributes.put(name, value);
				yield form.draft(name + " is " + value).body(form.body(attributes, form.data())).may(Fate.MALFORMED);
			}
			case 1 -> {
				String data = HostileGenerator.one(random, "7", "true", "[]", "\"x\"", "[{}]", "{}", "\"\"");
				yield form.draft("data is " + data).body(form.body(data)).may(Fate.INVALID);
			}
			case 2 -> {
				String base64 = HostileGenerator.one(random, "7", "\"***\"", "\"e30\"", "\"e30=\"", "{}",
						"\"e30=====\"");
				yield form.draft("data_base64 is " + base64)
					.body(form.body("null").replace("\"data\":null", "\"data_base64\":" + base64))
					.may(Fate.MALFORMED, Fate.INVALID);
			}
			default -> field(form, random, value);
		};
	}

	private static Draft field(EventForm form, RandomGenerator random, String value) {
		String field = HostileGenerator.one(random, FIELDS);
		String text = (random.nextInt(3) > 0) ? value
				: HostileGenerator.one(random, "\"x\"", "\"\"", "\" \"", "\"ULTRAVIOLET\"", "\"2026-13-45\"",
						"\"P9999999999999Y\"", "\"+1000000000-01-01T00:00:00Z\"", "\"99999999-9999\"");
		return form.draft(field + " is " + text)
			.body(form.body(form.data("\"" + field + "\":" + text)))
			.may(Fate.INVALID, Fate.HANDLED);
	}

}
