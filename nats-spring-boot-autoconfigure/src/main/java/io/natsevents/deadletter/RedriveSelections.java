package io.natsevents.deadletter;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.natsevents.connection.StoredMessage;
import org.jspecify.annotations.Nullable;

/**
 * Makes selections of dead letters.
 */
final class RedriveSelections {

	/** Of each request; a message may be as large as the server takes. */
	private static final int CHUNK = 20;

	private final DeadLetterStore store;

	private final DeadLetterReader reader;

	RedriveSelections(DeadLetterStore store, DeadLetterReader reader) {
		this.store = store;
		this.reader = reader;
	}

	/**
	 * One dead letter as the leader has it.
	 */
	RedriveCandidate find(DeadLetterId id) {
		StoredMessage entry = this.store.find(id);
		DeadLetter letter = (entry != null) ? this.reader.read(entry) : null;
		return new RedriveCandidate(id, (letter != null) ? entry : null, letter);
	}

	RedriveSelection of(Collection<DeadLetterId> ids) {
		Deque<DeadLetterId> remaining = new ArrayDeque<>(ids);
		return () -> {
			DeadLetterId id = remaining.peek();
			RedriveCandidate candidate = (id != null) ? find(id) : null;
			// Not before it was found: a failure can be tried again
			remaining.poll();
			return candidate;
		};
	}

	/**
	 * Those that match and are stored now. What a redrive puts back is stored later, so
	 * it is not met again.
	 */
	RedriveSelection of(DeadLetterQuery query) {
		return new Matching(query, this.store.scan(query.subjects(), 1), this.store.lastSequence());
	}

	/**
	 * The conditions that are given, for people.
	 */
	static String describe(DeadLetterQuery query) {
		Map<String, @Nullable Object> conditions = new LinkedHashMap<>();
		conditions.put("stream", query.stream());
		conditions.put("durable", query.durable());
		conditions.put("type", query.type());
		conditions.put("organization", query.organizationId());
		conditions.put("reason", query.reason());
		conditions.put("from", query.parkedFrom());
		conditions.put("until", query.parkedUntil());
		conditions.values().removeIf(Objects::isNull);
		return conditions.isEmpty() ? "all dead letters" : "dead letters with " + conditions;
	}

	private final class Matching implements RedriveSelection {

		private final DeadLetterQuery query;

		private final DeadLetterScan scan;

		private final long last;

		private Iterator<StoredMessage> entries = List.<StoredMessage>of().iterator();

		Matching(DeadLetterQuery query, DeadLetterScan scan, long last) {
			this.query = query;
			this.scan = scan;
			this.last = last;
		}

		@Override
		public @Nullable RedriveCandidate next() {
			while (true) {
				if (!this.entries.hasNext()) {
					this.entries = this.scan.next(CHUNK).iterator();
				}
				StoredMessage entry = this.entries.hasNext() ? this.entries.next() : null;
				if (entry == null || entry.sequence() > this.last) {
					return null;
				}
				DeadLetter letter = RedriveSelections.this.reader.read(entry);
				if (letter != null && this.query.matches(letter)) {
					return new RedriveCandidate(letter.id(), entry, letter);
				}
			}
		}

	}

}
