package io.natsevents.support.hostile;

import java.io.ByteArrayOutputStream;
import java.util.random.RandomGenerator;

/**
 * Makes headers that are many, long, or none at all.
 */
final class OddHeaders implements HostileGenerator {

	/** More than this of headers no stream stores. */
	private static final int LONGEST = 65_535;

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		boolean good = random.nextBoolean();
		Draft draft = form.draft(good ? "on an event" : "on garbage");
		if (!good) {
			draft.body(form.secret());
		}
		Fate fate = good ? Fate.HANDLED : Fate.MALFORMED;
		return switch (random.nextInt(6)) {
			case 0 -> {
				int count = HostileGenerator.one(random, 100, 1000, 5000, 20_000);
				StringBuilder lines = new StringBuilder();
				boolean same = random.nextBoolean();
				for (int i = 0; i < count; i++) {
					lines.append(same ? "a" : "a" + i).append(": ").append("b\r\n");
				}
				yield draft.headers(lines.toString()).may(fate, Fate.REFUSED);
			}
			case 1 -> {
				int length = LONGEST - "NATS/1.0\r\nlong: \r\n\r\n".length()
						+ HostileGenerator.one(random, -1000, -1, 0, 1, 1000);
				yield draft.headers("long: " + form.secret() + "x".repeat(length - form.secret().length()) + "\r\n")
					.may(fate, Fate.REFUSED);
			}
			case 2 -> draft.block(raw(random)).may(fate, Fate.MALFORMED, Fate.REFUSED);
			case 3 ->
				draft.headers("X-" + "n".repeat(HostileGenerator.one(random, 1000, 60_000)) + ": v\r\n").may(fate);
			case 4 -> draft.headers(HostileGenerator.one(random, "traceparent: 00-zz\r\n", "traceparent: \r\n",
					"tracestate: " + "a=b,".repeat(2000) + "\r\n", "baggage: " + "a=b,".repeat(5000) + "\r\n",
					"traceparent: 00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01\r\n",
					"traceparent: ff-x\r\ntraceparent: y\r\n"))
				.may(fate);
			default -> draft.block(EventForm.bytes("NATS/1.0 "
					+ HostileGenerator.one(random, "503", "408 Request Timeout", "409 Consumer Deleted",
							"100 Idle Heartbeat", "404 No Messages", "99999", "x")
					+ "\r\nA: " + form.secret() + "\r\n\r\n"))
				.may(fate);
		};
	}

	private static byte[] raw(RandomGenerator random) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.writeBytes(
				EventForm.bytes(HostileGenerator.one(random, "NATS/1.0\r\n", "NATS/1.0\r\n", "NATS/9\r\n", "")));
		for (int i = random.nextInt(1, 6); i > 0; i--) {
			byte[] odd = new byte[random.nextInt(1, 40)];
			random.nextBytes(odd);
			block.writeBytes(EventForm.bytes(HostileGenerator.one(random, "A", "é", "", "A B", " A", ":")));
			block.writeBytes(EventForm.bytes(": "));
			block.writeBytes(odd);
			block.writeBytes(EventForm.bytes("\r\n"));
		}
		block.writeBytes(EventForm.bytes(HostileGenerator.one(random, "\r\n", "\r\n", "", "\n")));
		return block.toByteArray();
	}

}
