package io.natsevents.campaign.judge;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.natsevents.campaign.hostile.HostileDeadLetter;
import io.natsevents.campaign.hostile.HostileRound;
import io.natsevents.campaign.hostile.HostileSent;
import io.natsevents.support.hostile.HostileTarget;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter says is true, whatever the message says that was parked.
 */
final class HostileDeadLetters {

	private static final Set<String> KNOWN = Set.of("Dlq-Stream", "Dlq-Consumer", "Dlq-Subject", "Dlq-Sequence",
			"Dlq-Stored-At", "Dlq-Reason", "Dlq-Deliveries", "Dlq-First-Failed-At", "Dlq-Last-Failed-At",
			"Dlq-Application", "Dlq-Event-Id", "Dlq-Exception", "Dlq-Message", "Dlq-Dropped", "Dlq-Body");

	/** These quote the message. */
	private static final Set<String> QUOTING = Set.of("Dlq-Event-Id", "Dlq-Message");

	private HostileDeadLetters() {
	}

	static void check(HostileRound round, HostileSent sent, HostileDeadLetter letter, Findings findings) {
		String broken = broken(round, sent, letter);
		if (broken != null) {
			findings.violation("dead letter that is not true: " + broken, sent + "\n" + letter);
		}
	}

	private static @Nullable String broken(HostileRound round, HostileSent sent, HostileDeadLetter letter) {
		for (Map.Entry<String, List<String>> header : letter.headers().entrySet()) {
			if (!KNOWN.contains(header.getKey())) {
				return header.getKey();
			}
			if (header.getValue().size() != 1
					|| header.getValue().get(0).contains("FORGED") && !QUOTING.contains(header.getKey())) {
				return header.getKey();
			}
		}
		if (!one(letter, "Dlq-Stream").equals(HostileTarget.STREAM)) {
			return "Dlq-Stream";
		}
		if (!one(letter, "Dlq-Consumer").equals(round.application() + "-" + sent.target().listener())) {
			return "Dlq-Consumer";
		}
		if (!letter.subject().contains(one(letter, "Dlq-Consumer") + "." + sent.sequence() + "-")) {
			return "subject";
		}
		if (!one(letter, "Dlq-Application").equals(round.application())) {
			return "Dlq-Application";
		}
		if (one(letter, "Dlq-Message").isBlank() || one(letter, "Dlq-Message").contains(round.secret())) {
			return "Dlq-Message";
		}
		boolean dropped = one(letter, "Dlq-Dropped").contains("body");
		if (dropped != one(letter, "Dlq-Body").endsWith("#" + sent.sequence())) {
			return "Dlq-Body";
		}
		return null;
	}

	/**
	 * The value of a header, empty if there is none.
	 */
	static String one(HostileDeadLetter letter, String header) {
		List<String> values = letter.headers().getOrDefault(header, List.of(""));
		return values.get(0);
	}

}
