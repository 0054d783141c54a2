package io.natsevents.support.hostile;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes attributes in headers that cannot be decoded, contradict each other, or break
 * out.
 */
final class ForgedAttributes implements HostileGenerator {

	private static final String[] NAMES = { "id", "source", "type", "time", "organizationid", "partitionkey", "subject",
			"correlationid", "schemaversion", "visibility", "datacontenttype", "traceparent", "foreign" };

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		Map<String, String> attributes = form.plain();
		String name = HostileGenerator.one(random, NAMES);
		Draft draft = form.draft(name).body(form.data());
		switch (random.nextInt(6)) {
			case 0:
				attributes.put(name, HostileGenerator.one(random, "%ff", "%c0%af", "%ed%a0%80", "%E2%82", "%80"));
				return draft.headers(form.headers(attributes)).may(Fate.MALFORMED);
			case 1:
				attributes.put(name, HostileGenerator.one(random, "%", "%%", "%4", "%zz", "%0d%0aDlq-Reason: FORGED",
						"%00", "%25%32%35", "%1b%5b2J", "a%2", "%uD83D", "\u20ac \ud83d\ude00", "\u00e9"));
				return draft.headers(form.headers(attributes))
					.may(Fate.HANDLED, Fate.MALFORMED, Fate.WRONG_TYPE, Fate.INVALID);
			case 2:
				return draft
					.headers(form.headers(attributes) + HostileGenerator.one(random, "ce-", "CE-", "Ce-")
							+ "id: another\r\n")
					.may(Fate.MALFORMED);
			case 3:
				attributes.remove(HostileGenerator.one(random, "id", "source", "type", "time"));
				return draft.headers(form.headers(attributes)).may(Fate.MALFORMED);
			case 4:
				attributes.put("specversion", HostileGenerator.one(random, "0.3", "2.0", "x", "", "%"));
				return draft.headers(form.headers(attributes)).may(Fate.MALFORMED);
			default:
				attributes.put(name, HostileGenerator.one(random, "a", "1")
					.repeat(HostileGenerator.one(random, 1000, 30_000, 60_000)));
				return draft.headers(form.headers(attributes))
					.may(Fate.HANDLED, Fate.MALFORMED, Fate.WRONG_TYPE, Fate.INVALID);
		}
	}

}
