package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.StoredMessage;
import io.natsevents.event.EventCodec;
import io.natsevents.event.PrintableText;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The events that were given up: look at them, count them, discard them.
 * <p>
 * Every call asks the server, and every request ends within a time-out. All methods throw
 * {@link DeadLettersUnavailableException} when the server cannot be asked. For any number
 * of threads.
 */
public final class DeadLetters {

	private static final Log logger = LogFactory.getLog(DeadLetters.class);

	/** How many entries a page looks at, so that it comes in time. */
	private static final int LOOKED_AT = 5000;

	private static final int CHUNK = 100;

	/** A new leader of the stream may have a clock that is behind. */
	private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

	private final DeadLetterStore store;

	private final DeadLetterReader reader;

	private final InstantSource clock;

	private final DeadLetterObserver observer;

	/**
	 * Create the dead letters.
	 * @param connection leads to the server
	 * @param codec reads events
	 * @param timeout how long to wait for each answer of the server
	 * @param clock tells which claims are over
	 * @param observer is told what is discarded
	 */
	public DeadLetters(ConnectionSupervisor connection, EventCodec codec, Duration timeout, InstantSource clock,
			DeadLetterObserver observer) {
		this.store = new DeadLetterStore(connection, timeout);
		this.reader = new DeadLetterReader(codec);
		this.clock = clock;
		this.observer = observer;
	}

	/**
	 * Read a page of dead letters, the oldest first: the server reads forward only.
	 * @param query which ones, how many, and where the page begins
	 * @return the page
	 */
	public DeadLetterPage browse(DeadLetterQuery query) {
		DeadLetterScan scan = scan(query, Math.max(query.after(), query.after() + 1));
		List<DeadLetter> found = new ArrayList<>();
		int lookedAt = 0;
		while (true) {
			int most = query.isAnsweredBySubjects() ? Math.min(CHUNK, query.limit() - found.size()) : CHUNK;
			List<StoredMessage> entries = scan.next(most);
			if (entries.isEmpty() || isBehind(query, entries.get(0))) {
				return new DeadLetterPage(found, OptionalLong.empty());
			}
			for (StoredMessage entry : entries) {
				DeadLetter deadLetter = this.reader.read(entry);
				if (deadLetter != null && query.matches(deadLetter)) {
					found.add(deadLetter);
				}
				if (found.size() == query.limit()) {
					return new DeadLetterPage(found, OptionalLong.of(entry.sequence()));
				}
			}
			lookedAt += entries.size();
			if (lookedAt >= LOOKED_AT) {
				return new DeadLetterPage(found, OptionalLong.of(entries.get(entries.size() - 1).sequence()));
			}
		}
	}

	private DeadLetterScan scan(DeadLetterQuery query, long from) {
		Instant since = query.parkedFrom();
		long first = (since != null && since.isAfter(Instant.EPOCH))
				? this.store.beginning(query.subjects(), since.minus(CLOCKS_DIFFER)) : from;
		return this.store.scan(query.subjects(), Math.max(first, from));
	}

	private static boolean isBehind(DeadLetterQuery query, StoredMessage entry) {
		Instant until = query.parkedUntil();
		return until != null && !entry.storedAt().minus(CLOCKS_DIFFER).isBefore(until);
	}

	/**
	 * Count dead letters. By stream and durable the server counts; for any other
	 * condition all that have the same stream and durable are read.
	 * @param query which ones; page and limit do not count
	 * @return how many there are
	 */
	public long count(DeadLetterQuery query) {
		if (query.isAnsweredBySubjects()) {
			return this.store.count(query.subjects());
		}
		LongAdder matching = new LongAdder();
		forEach(query, (deadLetter) -> matching.increment());
		return matching.sum();
	}

	/**
	 * Find a dead letter as its stream has it now.
	 * @param id its id
	 * @return the dead letter, empty when there is none
	 */
	public Optional<DeadLetter> find(DeadLetterId id) {
		StoredMessage entry = this.store.find(id);
		return Optional.ofNullable((entry != null) ? this.reader.read(entry) : null);
	}

	/**
	 * Find a dead letter with its event. What was left out of it is read from the stream
	 * of the original, as long as that has it.
	 * @param id its id
	 * @return the dead letter with its event, empty when there is none
	 */
	public Optional<DeadLetterContent> content(DeadLetterId id) {
		StoredMessage entry = this.store.find(id);
		DeadLetter deadLetter = (entry != null) ? this.reader.read(entry) : null;
		if (entry == null || deadLetter == null) {
			return Optional.empty();
		}
		StoredMessage original = deadLetter.isComplete() ? null : this.store.original(id.position());
		StoredMessage whole = (original != null) ? original : entry;
		DeadLetterContent.Source source = deadLetter.isComplete() ? DeadLetterContent.Source.DEAD_LETTER
				: (original != null) ? DeadLetterContent.Source.STREAM : DeadLetterContent.Source.INCOMPLETE;
		return Optional
			.of(new DeadLetterContent(deadLetter, source, whole.headerMap(), whole.body(), this.reader.event(whole)));
	}

	/**
	 * Discard a dead letter: its event will never be handled by that listener. The
	 * original stays in its stream.
	 * @param id its id
	 * @param because why, for the log
	 * @return what was discarded
	 * @throws UnknownDeadLetterException when there is none
	 * @throws DeadLetterConflictException when a redrive holds it, or it was claimed or
	 * replaced meanwhile
	 * @throws IllegalArgumentException when no reason is given
	 */
	public DeadLetter discard(DeadLetterId id, String because) {
		requireReason(because);
		DeadLetter deadLetter = find(id).orElseThrow(() -> new UnknownDeadLetterException(id));
		String obstacle = discardUnlessTaken(deadLetter, because);
		if (obstacle != null) {
			throw new DeadLetterConflictException(id, obstacle);
		}
		return deadLetter;
	}

	/**
	 * Discard all dead letters that are meant and stored when the call is made. When it
	 * fails in between, some are discarded: the log says which, and it can be called
	 * again.
	 * @param query which ones; page and limit do not count
	 * @param because why, for the log
	 * @return how many were discarded and left alone
	 * @throws IllegalArgumentException when no reason is given
	 */
	public DiscardResult discardAll(DeadLetterQuery query, String because) {
		requireReason(because);
		LongAdder discarded = new LongAdder();
		LongAdder skipped = new LongAdder();
		forEach(query,
				(deadLetter) -> ((discardUnlessTaken(deadLetter, because) == null) ? discarded : skipped).increment());
		return new DiscardResult(discarded.sum(), skipped.sum());
	}

	private static void requireReason(String because) {
		if (because.isBlank()) {
			throw new IllegalArgumentException("say why it is discarded");
		}
	}

	/**
	 * Discard a dead letter in the state that was read.
	 * @return what is in the way, or {@code null} when it is gone
	 */
	private @Nullable String discardUnlessTaken(DeadLetter deadLetter, String because) {
		if (deadLetter.isClaimed(this.clock.instant())) {
			return "it is being redriven by " + deadLetter.claimedBy() + ", until " + deadLetter.claimedUntil()
					+ " at most";
		}
		// By its own sequence, so that a claim in between keeps it
		if (!this.store.delete(deadLetter.sequence())) {
			return "it was claimed, replaced or deleted in this moment; look at it again";
		}
		logger.info("Dead letter " + deadLetter.id() + " discarded, event "
				+ ((deadLetter.eventId() != null) ? PrintableText.line(deadLetter.eventId()) : "of unknown id")
				+ " is not handled: " + PrintableText.line(because));
		this.observer.discarded(deadLetter.id());
		return null;
	}

	/**
	 * Do something for each that is meant and stored now. What is stored meanwhile is
	 * left out, or it might never end.
	 */
	private void forEach(DeadLetterQuery query, Consumer<DeadLetter> action) {
		long last = this.store.lastSequence();
		DeadLetterScan scan = scan(query, 1);
		Predicate<StoredMessage> isBehind = (entry) -> entry.sequence() > last || isBehind(query, entry);
		for (List<StoredMessage> entries = scan.next(CHUNK); !entries.isEmpty()
				&& !isBehind.test(entries.get(0)); entries = scan.next(CHUNK)) {
			for (StoredMessage entry : entries) {
				DeadLetter deadLetter = isBehind.test(entry) ? null : this.reader.read(entry);
				if (deadLetter != null && query.matches(deadLetter)) {
					action.accept(deadLetter);
				}
			}
		}
	}

}
