package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes subjects and reply subjects as long as a server takes, and longer.
 */
final class OddNames implements HostileGenerator {

	/** The server's longest line before a message, with all that is in it. */
	private static final int LONGEST_LINE = 4096;

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		boolean good = random.nextBoolean();
		Draft draft = form.draft(good ? "event" : "garbage");
		if (!good) {
			draft.body(form.secret());
		}
		Fate fate = good ? Fate.HANDLED : Fate.MALFORMED;
		boolean wildcard = form.target() == HostileTarget.SINGLE;
		return switch (random.nextInt(wildcard ? 6 : 3)) {
			case 0 ->
				draft
					.reply(HostileGenerator.one(random, "$JS.ACK." + HostileTarget.STREAM + ".x.1.1.1.1.1",
							"hostile.reply", "_INBOX.analytics.1", "$JS.API.STREAM.INFO.X", "hostile.r\u00e9ply"))
					.may(fate, Fate.REFUSED);
			case 1 -> draft.reply("hostile." + "r".repeat(HostileGenerator.one(random, 200, 2000, 3900)))
				.may(fate, Fate.REFUSED);
			case 2 -> draft
				.subject(HostileGenerator.one(random, "ddmrp", "ddmrp.", "ddmrp..x", ".ddmrp", "ddmrp.*", "ddmrp.>",
						"other.subject", "x".repeat(LONGEST_LINE), "ddmrp.buffer.a b", "ddmrp.buffer.a\tb"))
				.may(Fate.REFUSED);
			case 3 ->
				draft.subject("ddmrp.buffer." + "s".repeat(HostileGenerator.one(random, 200, 1000, 3000, 3900, 4000)))
					.may(fate, Fate.REFUSED);
			case 4 -> draft
				.subject("ddmrp.buffer." + HostileGenerator.one(random, "gr\u00fcn", "\ud83d\ude00", "\u0001", "\u007f",
						"UPPER", "a\u2028b", "%2e", "\"", "\\", "$SYS", "-", "_"))
				.may(fate, Fate.REFUSED);
			default -> draft.subject("ddmrp.buffer." + form.number()).may(fate);
		};
	}

}
