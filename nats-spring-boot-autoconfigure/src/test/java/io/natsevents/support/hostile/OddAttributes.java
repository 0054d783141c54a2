package io.natsevents.support.hostile;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes attributes that are missing, empty, too long, or are something else than their
 * names say.
 */
final class OddAttributes implements HostileGenerator {

	private static final String[] REQUIRED = { "specversion", "id", "source", "type", "time" };

	private static final String[] TEXTS = { "id", "source", "type", "organizationid", "partitionkey", "subject",
			"correlationid", "causationid", "idempotencykey", "traceparent", "foreign" };

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		Map<String, String> attributes = form.attributes();
		String name = HostileGenerator.one(random, TEXTS);
		return switch (random.nextInt(6)) {
			case 0 -> {
				String required = HostileGenerator.one(random, REQUIRED);
				attributes.remove(required);
				yield form.draft("no " + required).body(form.body(attributes, form.data())).may(Fate.MALFORMED);
			}
			case 1 -> {
				String required = HostileGenerator.one(random, REQUIRED);
				attributes.put(required, HostileGenerator.one(random, "\"\"", "\"  \"", "null", "\"\\t\""));
				yield form.draft("empty " + required).body(form.body(attributes, form.data())).may(Fate.MALFORMED);
			}
			case 2 -> {
				int length = HostileGenerator.one(random, 199, 201, 255, 4096, 65_536, 500_000);
				attributes.put(name, '"' + "a".repeat(length) + '"');
				yield form.draft(name + " of " + length)
					.body(form.body(attributes, form.data()))
					.may(name.equals("type") ? Fate.WRONG_TYPE : Fate.HANDLED);
			}
			case 3 -> text(form, attributes, name, random);
			case 4 -> {
				String time = HostileGenerator.one(random, "yesterday", "2026-01-02", "2026-02-30T00:00:00Z",
						"2026-01-02T25:00:00Z", "2026-01-02T03:04:05", "+999999999-12-31T23:59:59Z", "0", "1e999999999",
						"2026-01-02T03:04:05.0000000000000001Z", "2026-01-02T03:04:05+99:99", "9".repeat(100_000));
				attributes.put("time", '"' + time + '"');
				yield form.draft("time of " + time.length())
					.body(form.body(attributes, form.data()))
					.may(Fate.MALFORMED);
			}
			default -> {
				String version = HostileGenerator.one(random, "0", "1", "0.1", "2.0", "-1.0", "1.-1", "1.0.0",
						"99999999999.0", "1.99999999999", "v1", "١.٠", "1e9.0", "9".repeat(10_000) + ".0");
				attributes.put("schemaversion", '"' + version + '"');
				yield form.draft("schemaversion of " + version.length())
					.body(form.body(attributes, form.data()))
					.may(Fate.MALFORMED, Fate.WRONG_TYPE);
			}
		};
	}

	private static Draft text(EventForm form, Map<String, String> attributes, String name, RandomGenerator random) {
		String text = HostileGenerator.one(random, "a\\r\\nDlq-Reason: FORGED", "\\u0000", "a\\u0000b", "a\\u001b[2Jb",
				"😀", "\\ud83d", "\\ude00\\ud83d", "a\\u2028b", "a\\u202eb", "a b", "../../etc/passwd", "%00%0d%0a",
				"*", ">", "${jndi:ldap://x}", "#{1/0}", "<script>", "' OR 1=1", "a.b.c", "\\ufffe", "\\ufeffa");
		attributes.put(name, '"' + text + '"');
		return form.draft(name + " odd")
			.body(form.body(attributes, form.data()))
			.may(name.equals("type") ? new Fate[] { Fate.WRONG_TYPE, Fate.MALFORMED }
					: new Fate[] { Fate.HANDLED, Fate.MALFORMED });
	}

}
