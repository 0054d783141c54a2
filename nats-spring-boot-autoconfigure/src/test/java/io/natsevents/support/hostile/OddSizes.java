package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes bodies that are empty, and those that are as large as the server takes: parking
 * adds headers, so they do not fit any more.
 */
final class OddSizes implements HostileGenerator {

	private final int maxPayload;

	OddSizes(int maxPayload) {
		this.maxPayload = maxPayload;
	}

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		String headers = HostileGenerator.one(random, "", "A: " + form.secret() + "\r\n",
				"A: " + "x".repeat(30_000) + "\r\n");
		int headerLength = headers.isEmpty() ? 0 : "NATS/1.0\r\n".length() + headers.length() + "\r\n".length();
		Draft draft;
		switch (random.nextInt(6)) {
			case 0:
			case 1:
				draft = form.draft("empty body").body("").may(Fate.MALFORMED);
				break;
			case 2:
				return form.draft("no data in binary mode")
					.headers(form.headers())
					.body("")
					// Who takes the whole event can do without
					.may((form.target() == HostileTarget.SINGLE) ? Fate.INVALID : Fate.HANDLED);
			case 3:
				draft = form.draft("more than the server takes")
					.body(new byte[this.maxPayload - headerLength + 1])
					.may(Fate.REFUSED);
				break;
			case 4:
				int less = HostileGenerator.one(random, 0, 1, 2, 100, 400, 600, 1000);
				draft = form.draft(less + " less than the server takes")
					.body(filled(form.secret(), this.maxPayload - headerLength - less))
					.may(Fate.MALFORMED);
				break;
			default:
				String start = form.body(form.data()).replace("}}", ",\"tags\":[\"");
				int rest = this.maxPayload - headerLength - start.length() - "\"]}}".length();
				draft = form.draft("event as large as the server takes")
					.body(start + "x".repeat(rest) + "\"]}}")
					.may(Fate.HANDLED);
		}
		return headers.isEmpty() ? draft : draft.headers(headers);
	}

	private static byte[] filled(String text, int length) {
		return EventForm.bytes(text.repeat(length / text.length() + 1).substring(0, length));
	}

}
