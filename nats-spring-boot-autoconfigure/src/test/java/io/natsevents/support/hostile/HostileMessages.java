package io.natsevents.support.hostile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Makes messages of all kinds in turn, the same ones for the same random numbers.
 */
public final class HostileMessages {

	private static final Map<String, HostileGenerator> GENERATORS = generators();

	private static final List<String> CATEGORIES = List.copyOf(GENERATORS.keySet());

	private final RandomGenerator random;

	private final String secret;

	private final int maxPayload;

	/**
	 * Begin to make messages.
	 * @param random decides what is left open
	 * @param secret stands in bodies and headers, and must never be seen in a log
	 * @param maxPayload what the server takes, in bytes of headers and body
	 */
	public HostileMessages(RandomGenerator random, String secret, int maxPayload) {
		this.random = random;
		this.secret = secret;
		this.maxPayload = maxPayload;
	}

	private static Map<String, HostileGenerator> generators() {
		Map<String, HostileGenerator> generators = new LinkedHashMap<>();
		generators.put("broken JSON", new BrokenJson());
		generators.put("deep JSON", new DeepJson());
		generators.put("huge numbers", new HugeNumbers());
		generators.put("wrong types", new WrongTypes());
		generators.put("odd attributes", new OddAttributes());
		generators.put("wrong encodings", new WrongEncodings());
		generators.put("forged Nats-*", new ForgedServerHeaders());
		generators.put("forged Dlq-*", new ForgedDeadLetterHeaders());
		generators.put("forged ce-*", new ForgedAttributes());
		generators.put("odd headers", new OddHeaders());
		generators.put("many and long", new Repetition());
		generators.put("names at limits", new OddNames());
		return generators;
	}

	/**
	 * Make a message.
	 * @param number its number: messages of consecutive numbers are of different kinds,
	 * and for different listeners
	 */
	public HostileMessage next(long number) {
		int kinds = CATEGORIES.size() + 1;
		int kind = (int) (number % kinds);
		HostileTarget[] targets = HostileTarget.values();
		EventForm form = new EventForm(number, targets[(int) (number / kinds % targets.length)], this.secret);
		if (kind == CATEGORIES.size()) {
			return new OddSizes(this.maxPayload).next(form, this.random).named("empty and maximum bodies");
		}
		String category = CATEGORIES.get(kind);
		HostileGenerator generator = GENERATORS.get(category);
		if (generator == null) {
			throw new IllegalStateException("Nothing makes " + category);
		}
		HostileMessage message = generator.next(form, this.random).named(category);
		boolean tooLarge = message.headers().length + message.body().length > this.maxPayload;
		return tooLarge ? message.thatMayBeRefused() : message;
	}

	/**
	 * Make an event that is to be handled.
	 */
	public HostileMessage good(long number, HostileTarget target) {
		return new EventForm(number, target, this.secret).good();
	}

}
