package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes numbers that no machine likes.
 */
final class HugeNumbers implements HostileGenerator {

	private static final Fate[] PARKED_OR_HANDLED = { Fate.MALFORMED, Fate.INVALID, Fate.HANDLED };

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		String number = number(random);
		String shown = (number.length() > 20) ? number.substring(0, 5) + ".. of " + number.length() : number;
		String field = HostileGenerator.one(random, "quantity", "total", "factor", "amount", "units", "day", "at",
				"window", "zone", "place", "order", "buffer", "tags", "more", "unknown");
		if (random.nextInt(8) == 0) {
			return form.draft("attribute " + shown)
				.body(form.body(form.data()).replaceFirst("\\{", "{\"big\":" + number + ","))
				.may(PARKED_OR_HANDLED);
		}
		String value = switch (field) {
			case "tags" -> "[" + number + "]";
			case "more" -> "{\"x\":" + number + "}";
			default -> number;
		};
		if (random.nextInt(4) == 0) {
			return form.draft(field + " as text " + shown)
				.body(form.body(form.data("\"" + field + "\":\"" + number + "\"")))
				.may(PARKED_OR_HANDLED);
		}
		if (random.nextInt(4) == 0) {
			return form.draft(field + " binary " + shown)
				.headers(form.headers())
				.body(form.data("\"" + field + "\":" + value))
				.may(PARKED_OR_HANDLED);
		}
		return form.draft(field + " " + shown)
			.body(form.body(form.data("\"" + field + "\":" + value)))
			.may(PARKED_OR_HANDLED);
	}

	private static String number(RandomGenerator random) {
		int digits = HostileGenerator.one(random, 20, 400, 999, 1001, 10_000, 900_000);
		return switch (random.nextInt(8)) {
			case 0 -> HostileGenerator.one(random, "1e999999999", "-1e999999999", "1e-999999999", "1e2147483648",
					"1e99999999999999999999", "9e99999", "1.5e-100001", "0e999999999");
			case 1 -> "9".repeat(digits);
			case 2 -> "-" + "9".repeat(digits);
			case 3 -> "0." + "0".repeat(digits) + "1";
			case 4 -> "9".repeat(digits / 2) + "." + "9".repeat(digits / 2);
			case 5 -> HostileGenerator.one(random, "9223372036854775807", "9223372036854775808", "-9223372036854775809",
					"2147483648", "1.7976931348623159e308", "4.9e-325", "-0", "-0.0", "1000001");
			case 6 -> "1e" + random.nextInt(0, 2_000_000);
			default -> "1" + "0".repeat(digits) + "e-" + digits;
		};
	}

}
