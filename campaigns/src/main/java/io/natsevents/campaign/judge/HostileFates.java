package io.natsevents.campaign.judge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.hostile.HostileDeadLetter;
import io.natsevents.campaign.hostile.HostileHandling;
import io.natsevents.campaign.hostile.HostileRound;
import io.natsevents.campaign.hostile.HostileSent;
import io.natsevents.support.hostile.Fate;
import org.jspecify.annotations.Nullable;

/**
 * Each hostile message is refused, parked once or handled, as it deserves, and the next
 * event is handled in time.
 */
final class HostileFates implements Rule {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		HostileEvidence hostile = evidence.hostile();
		if (hostile != null) {
			new Round(hostile.round(), findings).judge();
		}
	}

	private static final class Round {

		private final Map<Long, HostileDeadLetter> parked = new HashMap<>();

		private final Map<Long, Long> handled = new HashMap<>();

		private final Map<String, Map<String, Integer>> table = new TreeMap<>();

		private final HostileRound round;

		private final Findings findings;

		Round(HostileRound round, Findings findings) {
			this.round = round;
			this.findings = findings;
		}

		void judge() {
			for (HostileDeadLetter letter : this.round.parked()) {
				long sequence = Long.parseLong(HostileDeadLetters.one(letter, "Dlq-Sequence"));
				if (this.parked.put(sequence, letter) != null) {
					this.findings.violation("parked twice", letter.toString());
				}
			}
			this.round.handled().forEach((each) -> this.handled.merge(each.number(), each.nanos(), Math::min));
			this.round.sent().forEach(this::judge);
			requireKnownStored();
			requireKnownDeadLetters();
			this.table.forEach((category, counts) -> this.findings.note(category + ": " + counts));
			this.findings.note("slowest to be parked: "
					+ this.round.parked().stream().mapToLong(HostileDeadLetter::millis).max().orElse(0) + " ms");
		}

		private void requireKnownStored() {
			long confirmed = this.round.sent().stream().filter((each) -> each.sequence() > 0).count();
			long perhaps = this.round.sent().stream().filter(Round::isStoredAndRefused).count();
			if (this.round.stored() < confirmed || this.round.stored() > confirmed + perhaps) {
				this.findings.violation("stored and confirmed to nobody",
						"%d were confirmed, %d more have a wildcard for a subject, %d are stored".formatted(confirmed,
								perhaps, this.round.stored()));
			}
		}

		/**
		 * The server stores a message whose subject is a wildcard, and tells its
		 * publisher that nobody takes it (2.15.1). No consumer's filter lets it through.
		 */
		private static boolean isStoredAndRefused(HostileSent sent) {
			return sent.refused() && (sent.subject().endsWith(".>") || sent.subject().contains("*"));
		}

		private void judge(HostileSent sent) {
			HostileDeadLetter letter = this.parked.get(sent.sequence());
			Long handledAt = this.handled.get(sent.number());
			String fate = fate(sent, letter);
			this.table.computeIfAbsent(sent.category(), (key) -> new TreeMap<>()).merge(fate, 1, Integer::sum);
			if (sent.sequence() == 0 && !sent.refused()) {
				this.findings.violation("neither stored nor refused", sent.toString());
				return;
			}
			if (sent.fates().stream().noneMatch((allowed) -> fate.startsWith(allowed.name()))) {
				this.findings.violation("met another fate than it deserves", fate + ": " + sent + " " + letter);
			}
			if (letter != null) {
				HostileDeadLetters.check(this.round, sent, letter, this.findings);
			}
			if (letter != null && handledAt != null) {
				this.findings.violation("handled and parked", sent + " " + letter);
			}
			if (sent.good() && (handledAt == null || handledAt - sent.sent() > LIMIT_NANOS)) {
				this.findings.violation("event between hostile messages not handled in time", sent + " " + handledAt);
			}
		}

		/**
		 * What the server has nothing left of and is not parked was handled, whether its
		 * number could be read or not; how many is compared later.
		 */
		private String fate(HostileSent sent, @Nullable HostileDeadLetter letter) {
			if (sent.refused()) {
				return Fate.REFUSED + " (" + sent.reason().replaceAll("[0-9]+", "#") + ")";
			}
			if (letter != null) {
				return HostileDeadLetters.one(letter, "Dlq-Reason");
			}
			return Fate.HANDLED.name();
		}

		private void requireKnownDeadLetters() {
			Set<Long> known = new HashSet<>();
			this.round.sent().forEach((each) -> known.add(each.sequence()));
			this.parked.forEach((sequence, letter) -> {
				if (!known.contains(sequence)) {
					this.findings.violation("parked and never sent", letter.toString());
				}
			});
			List<HostileSent> stored = this.round.sent().stream().filter((each) -> each.sequence() > 0).toList();
			long settled = this.round.handled()
				.stream()
				.map(HostileHandling::number)
				.filter((each) -> each >= 0)
				.distinct()
				.count() + this.round.handled().stream().filter((each) -> each.number() < 0).count()
					+ this.parked.size();
			if (settled < stored.size()) {
				stored.stream()
					.filter((each) -> !this.parked.containsKey(each.sequence())
							&& !this.handled.containsKey(each.number()))
					.forEach((each) -> this.findings.violation("stored and neither handled nor parked",
							each.toString()));
			}
		}

	}

}
