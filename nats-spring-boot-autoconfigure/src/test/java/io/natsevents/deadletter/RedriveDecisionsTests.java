package io.natsevents.deadletter;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.impl.Headers;
import io.natsevents.connection.StoredMessage;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.publish.PublishReply;
import io.natsevents.publish.PublishReply.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is decided about a redrive, without a server: {@link RedriveRule},
 * {@link ClaimStep}, {@link EntryReplacement}, {@link ClaimRetries} and
 * {@link RedriveOptions}.
 */
class RedriveDecisionsTests {

	private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

	private static final DeadLetterId ID = new DeadLetterId(new StoredPosition("AUTH_EVENTS", 42, NOON), "users");

	@Test
	void deadLetterOfAnotherApplicationIsNotForUs() {
		RedriveSkip skip = RedriveRule.check(letter(DeadLetterReason.REJECTED, null, "analytics"), false, true, NOON);
		assertThat(skip).isEqualTo(new RedriveSkip(SkipReason.OTHER_APPLICATION,
				"this application has no listener of durable users on stream AUTH_EVENTS; application 'analytics'"
						+ " parked it: redrive it there"));
		assertThat(RedriveRule.check(letter(null, null, null), false, true, NOON).detail())
			.endsWith("nobody says which has");
	}

	@Test
	void claimIsRespectedUntilItIsOver() {
		DeadLetter claimed = letter(DeadLetterReason.REJECTED, NOON, "analytics");
		assertThat(RedriveRule.check(claimed, true, true, NOON.minusNanos(1)))
			.isEqualTo(new RedriveSkip(SkipReason.CLAIMED, "claimed by somebody until 2026-01-02T12:00:00Z"));
		assertThat(RedriveRule.check(claimed, true, true, NOON)).isNull();
	}

	@Test
	void whatMayKillNeedsForce() {
		DeadLetter killer = letter(DeadLetterReason.PROCESS_DIED, null, "analytics");
		assertThat(RedriveRule.check(killer, true, false, NOON).reason()).isEqualTo(SkipReason.NEEDS_FORCE);
		assertThat(RedriveRule.check(killer, true, true, NOON)).isNull();
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			if (reason != DeadLetterReason.PROCESS_DIED) {
				assertThat(RedriveRule.check(letter(reason, null, "x"), true, false, NOON)).isNull();
			}
		}
	}

	@Test
	void whatAnybodyMayHaveWrittenIsFitForALog() {
		assertThat(RedriveRule.otherApplication(letter(null, null, "evil\u001b[31m" + "x".repeat(5000))))
			.contains("application 'evil?[31mx")
			.hasSizeLessThan(400);
	}

	@Test
	void answerToAClaimTellsWhatFollows() {
		assertThat(ClaimStep.after(reply(Kind.STORED, 0))).isEqualTo(ClaimStep.HELD);
		assertThat(ClaimStep.after(reply(Kind.REFUSED, 10071))).isEqualTo(ClaimStep.LOST);
		assertThat(ClaimStep.after(reply(Kind.REFUSED, 10164))).isEqualTo(ClaimStep.LOOK);
		assertThat(ClaimStep.after(reply(Kind.REFUSED_FOR_NOW, 10164))).isEqualTo(ClaimStep.LOOK);
		assertThat(ClaimStep.after(reply(Kind.REFUSED_FOR_NOW, 10077))).isEqualTo(ClaimStep.REFUSED);
		assertThat(ClaimStep.after(reply(Kind.REFUSED, 0))).isEqualTo(ClaimStep.REFUSED);
		assertThat(ClaimStep.after(reply(Kind.UNANSWERED, 0))).isEqualTo(ClaimStep.LOOK);
		assertThat(ClaimStep.after(reply(Kind.NO_RESPONDERS, 0))).isEqualTo(ClaimStep.AGAIN);
		assertThat(ClaimStep.after(reply(Kind.REFUSED_FOR_NOW, 10023))).isEqualTo(ClaimStep.AGAIN);
	}

	@Test
	void claimChangesNothingButTheClaim() {
		StoredMessage entry = entry(10, "Nats-Expected-Last-Subject-Sequence", "0", "Mine", "x",
				DeadLetterHeaders.CLAIMED_BY, "long ago", DeadLetterHeaders.CLAIMED_UNTIL, "long ago");
		Headers claimed = EntryReplacement.claimed(entry, NOON, "me/1");
		assertThat(names(claimed)).containsExactlyInAnyOrder("Mine", "Dlq-Claimed-Until", "Dlq-Claimed-By");
		assertThat(claimed.getFirst("Dlq-Claimed-Until")).isEqualTo("2026-01-02T12:00:00Z");
		assertThat(claimed.getFirst("Dlq-Claimed-By")).isEqualTo("me/1");
		assertThat(names(EntryReplacement.released(entry))).containsExactly("Mine");
		assertThat(EntryReplacement.isStored(EntryReplacement.released(entry), entry)).isFalse();
		assertThat(EntryReplacement.isStored(EntryReplacement.released(entry),
				entry(10, "Mine", "x", "Nats-Expected-Last-Subject-Sequence", "7")))
			.isTrue();
	}

	@Test
	void claimFitsIntoWhatIsReservedForIt() {
		StoredMessage entry = entry(10, "Mine", "x");
		Headers claimed = EntryReplacement.claimed(entry, Instant.parse("2026-01-02T12:00:00.123456789Z"),
				"x".repeat(100) + "/00000000-0000-0000-0000-000000000000");
		claimed.put("Nats-Expected-Last-Subject-Sequence", Long.toString(Long.MAX_VALUE));
		assertThat(claimed.serializedLength() - entry.headers().serializedLength())
			.isLessThanOrEqualTo(DeadLetterMessage.RESERVED);
	}

	@Test
	void failureReplacesWhatIsKnownOfTheOneBefore() {
		StoredMessage entry = entry(10, DeadLetterHeaders.REASON, "PROCESS_DIED", DeadLetterHeaders.DELIVERIES, "7",
				DeadLetterHeaders.FIRST_FAILED_AT, "first", DeadLetterHeaders.LAST_FAILED_AT, "last",
				DeadLetterHeaders.EXCEPTION, "Old", DeadLetterHeaders.MESSAGE, "old", DeadLetterHeaders.STACK_TRACE,
				"old", DeadLetterHeaders.DROPPED, "message,header X", DeadLetterHeaders.CLAIMED_BY, "me");
		Failed failed = new Failed(DeadLetterReason.HANDLER_FAILED, new IllegalStateException("new"));
		Headers headers = EntryReplacement.failed(entry, 8, failed, NOON, false, 1_000_000);
		assertThat(headers.getFirst(DeadLetterHeaders.REASON)).isEqualTo("HANDLER_FAILED");
		assertThat(headers.getFirst(DeadLetterHeaders.DELIVERIES)).isEqualTo("8");
		assertThat(headers.getFirst(DeadLetterHeaders.FIRST_FAILED_AT)).isEqualTo("first");
		assertThat(headers.getFirst(DeadLetterHeaders.LAST_FAILED_AT)).isEqualTo("2026-01-02T12:00:00Z");
		assertThat(headers.getFirst(DeadLetterHeaders.EXCEPTION)).isEqualTo("java.lang.IllegalStateException");
		assertThat(headers.getFirst(DeadLetterHeaders.MESSAGE)).isEqualTo("new");
		assertThat(headers.getFirst(DeadLetterHeaders.DROPPED)).isEqualTo("header X");
		assertThat(headers.containsKey(DeadLetterHeaders.STACK_TRACE)).isFalse();
		assertThat(headers.containsKey(DeadLetterHeaders.CLAIMED_BY)).isFalse();
		Headers without = EntryReplacement.failed(entry, 8, new Failed(DeadLetterReason.REJECTED, null), NOON, true,
				1_000_000);
		assertThat(names(without)).doesNotContain(DeadLetterHeaders.EXCEPTION, DeadLetterHeaders.MESSAGE,
				DeadLetterHeaders.STACK_TRACE);
	}

	@Test
	void failureIsToldAsFarAsItFits() {
		StoredMessage entry = entry(100_000);
		Failed failed = new Failed(DeadLetterReason.HANDLER_FAILED, new IllegalStateException("m".repeat(2000)));
		assertThat(told(entry, failed, 10_000)).containsExactly("", "1000", "stack");
		assertThat(told(entry, failed, 2000)).containsExactly("stack-trace", "1000");
		assertThat(told(entry, failed, 1000)).containsExactly("stack-trace,message", "100");
		assertThat(told(entry, failed, DeadLetterMessage.RESERVED)).containsExactly("stack-trace,message");
	}

	private static List<String> told(StoredMessage entry, Failed failed, int room) {
		long maxPayload = entry.size() + room;
		Headers headers = EntryReplacement.failed(entry, 1, failed, NOON, true, maxPayload);
		assertThat(entry.body().length + headers.serializedLength()).isLessThanOrEqualTo((int) maxPayload);
		List<String> told = new ArrayList<>();
		told.add(headers.containsKey(DeadLetterHeaders.DROPPED) ? headers.getFirst(DeadLetterHeaders.DROPPED) : "");
		if (headers.containsKey(DeadLetterHeaders.MESSAGE)) {
			told.add(Integer.toString(headers.getFirst(DeadLetterHeaders.MESSAGE).length()));
		}
		if (headers.containsKey(DeadLetterHeaders.STACK_TRACE)) {
			told.add("stack");
		}
		return told;
	}

	@Test
	void endOfAClaimIsTriedAFewTimes() {
		List<Duration> pauses = new ArrayList<>();
		ClaimRetries retries = new ClaimRetries(ClaimRetries.DELAYS, pauses::add);
		AtomicInteger tries = new AtomicInteger();
		assertThat(retries.run(
				(first) -> (tries.incrementAndGet() < 3) ? ClaimRetries.Outcome.again("no") : ClaimRetries.Outcome.DONE)
			.trouble("stays")).isNull();
		assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
		tries.set(0);
		assertThat(retries.run((first) -> {
			assertThat(first).isEqualTo(tries.incrementAndGet() == 1);
			throw new DeadLettersUnavailableException("away", null);
		}).trouble("stays")).isEqualTo(new ClaimTrouble("stays: away", true));
		assertThat(tries).hasValue(5);
		assertThat(retries.run((first) -> ClaimRetries.Outcome.end("lost")).trouble("stays"))
			.isEqualTo(new ClaimTrouble("lost", false));
	}

	@Test
	void endOfARedriveIsToldInNumbers() {
		RedriveProgress progress = new RedriveProgress("r", "2 dead letters", RedriveOptions.DEFAULT, () -> NOON);
		progress.end(Redrive.State.COMPLETED, null);
		assertThat(RedriveJob.describe(progress.snapshot()))
			.isEqualTo("Redrive r of 2 dead letters: COMPLETED with 0 redriven, 0 failed, 0 skipped");
		progress.add(RedriveResult.skipped(ID, new RedriveSkip(SkipReason.GONE, "x")));
		progress.add(RedriveResult.skipped(ID, new RedriveSkip(SkipReason.CLAIMED, "x")));
		progress.add(RedriveResult.skipped(ID, new RedriveSkip(SkipReason.CLAIMED, "x")));
		assertThat(RedriveJob.describe(progress.snapshot())).contains("3 skipped {")
			.contains("GONE=1")
			.contains("CLAIMED=2");
	}

	@Test
	void redriveThatHasEndedLetsGoOfItsSelection() {
		RedriveProgress progress = new RedriveProgress("r", "x", RedriveOptions.DEFAULT, () -> NOON);
		List<DeadLetterId> ids = new ArrayList<>(List.of(ID));
		WeakReference<List<DeadLetterId>> selected = new WeakReference<>(ids);
		RedriveJob job = job(progress, ids);
		ids = null;
		job.run();
		await().until(() -> {
			System.gc();
			return selected.get() == null;
		});
		assertThat(job.snapshot().state()).isEqualTo(Redrive.State.COMPLETED);
	}

	private static RedriveJob job(RedriveProgress progress, List<DeadLetterId> ids) {
		return new RedriveJob(progress, () -> {
			ids.clear();
			return () -> null;
		}, null, RedriveOptions.DEFAULT, System::nanoTime);
	}

	@Test
	void serverThatIsAwayIsAskedAgainForABoundedTime() throws Exception {
		List<Duration> pauses = new ArrayList<>();
		RedrivePatience patience = patience(pauses, new AtomicBoolean());
		ClaimAttempt away = new ClaimAttempt.Unavailable("away", true);
		assertThat(patience.claim(() -> away)).isSameAs(away);
		assertThat(pauses).startsWith(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
		assertThat(pauses.stream().mapToLong(Duration::toMillis).sum()).isBetween(8000L, 10000L);
		pauses.clear();
		assertThatExceptionOfType(DeadLettersUnreachableException.class).isThrownBy(() -> patience.read(() -> {
			throw new DeadLettersUnreachableException("away", null);
		}));
		assertThat(pauses).hasSizeGreaterThan(5);
	}

	@Test
	void patienceEndsWithAnAnswerOrAStop() throws Exception {
		List<Duration> pauses = new ArrayList<>();
		AtomicBoolean stopped = new AtomicBoolean();
		RedrivePatience patience = patience(pauses, stopped);
		ClaimAttempt lost = new ClaimAttempt.Skipped(new RedriveSkip(SkipReason.LOST_RACE, "x"));
		assertThat(patience.claim(() -> (pauses.size() < 2) ? new ClaimAttempt.Unavailable("away", true) : lost))
			.isSameAs(lost);
		assertThat(pauses).hasSize(2);
		ClaimAttempt closed = new ClaimAttempt.Unavailable("closed", false);
		assertThat(patience.claim(() -> closed)).isSameAs(closed);
		assertThatExceptionOfType(DeadLettersUnavailableException.class).isThrownBy(() -> patience.read(() -> {
			throw new DeadLettersUnavailableException("denied", null);
		}));
		assertThat(pauses).hasSize(2);
		stopped.set(true);
		patience.claim(() -> new ClaimAttempt.Unavailable("away", true));
		assertThat(pauses).hasSize(3);
	}

	private static RedrivePatience patience(List<Duration> pauses, AtomicBoolean stopped) {
		AtomicLong now = new AtomicLong();
		return new RedrivePatience(now::get, (limit) -> {
			pauses.add(limit);
			now.addAndGet(limit.toNanos());
			return stopped.get();
		});
	}

	@Test
	void rateMustBePossible() {
		assertThat(RedriveOptions.DEFAULT.atMostPerSecond(0.5).forced().asDryRun())
			.isEqualTo(new RedriveOptions(true, 0.5, true));
		for (double rate : new double[] { -1, Double.NaN, Double.POSITIVE_INFINITY }) {
			assertThatIllegalArgumentException().isThrownBy(() -> RedriveOptions.DEFAULT.atMostPerSecond(rate))
				.withMessageStartingWith("ratePerSecond must be");
		}
	}

	private static DeadLetter letter(@Nullable DeadLetterReason reason, @Nullable Instant claimedUntil,
			@Nullable String application) {
		return new DeadLetter(ID, 1, NOON, 0, "auth.user.created", reason, 1, null, null, null, null, null, application,
				null, List.of(), null, null, null, null, claimedUntil, (claimedUntil != null) ? "somebody" : null);
	}

	private static StoredMessage entry(int size, String... headers) {
		Headers all = new Headers();
		for (int i = 0; i < headers.length; i += 2) {
			all.put(headers[i], headers[i + 1]);
		}
		return new StoredMessage(ID.subject(), 1, NOON, all, "x".repeat(size).getBytes(StandardCharsets.UTF_8));
	}

	private static List<String> names(Headers headers) {
		return List.copyOf(headers.keySet());
	}

	private static PublishReply reply(Kind kind, int errorCode) {
		return new PublishReply(kind, null, errorCode, "error");
	}

}
