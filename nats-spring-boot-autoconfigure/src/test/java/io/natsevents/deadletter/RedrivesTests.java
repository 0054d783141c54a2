package io.natsevents.deadletter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.StoredMessage;
import io.natsevents.deadletter.Redrive.State;
import io.natsevents.deadletter.RedriveResult.Outcome;
import io.natsevents.deadletter.RedriveResult.SkipReason;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.listen.RejectedEventException;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ServerWithUsers;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Redrives} against a server: whatever comes of a redrive, there is one
 * entry or, after success, none.
 */
@Tag("compat")
@Timeout(60)
@NatsServerTest
class RedrivesTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Users users = new Users();

	private final List<BusApplication> applications = new ArrayList<>();

	@BeforeEach
	void allowPools(Leftovers leftovers) {
		leftovers.allowThreads();
	}

	@AfterEach
	void close() throws Exception {
		this.users.goOn.countDown();
		for (BusApplication application : this.applications) {
			application.close();
		}
	}

	@Test
	void successDeletesTheEntryAndNobodyElseSeesTheEvent(NatsServer server) throws Exception {
		BusApplication application = start(server);
		DeadLetterId id = park(application, 1).get(0);
		int audited = this.users.audited.size();
		RedriveResult result = redrives(application).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result).isEqualTo(RedriveResult.of(id, Outcome.REDRIVEN, null));
		assertThat(this.users.handled).containsExactly(id.position().sequence() + " delivery 2");
		assertThat(entries(application)).isZero();
		assertThat(application.isDone("users")).isTrue();
		assertThat(this.users.audited).hasSize(audited);
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT).skipReason()).isEqualTo(SkipReason.GONE);
	}

	@Test
	void failureIsOneEntryWithDeliveriesRaised(NatsServer server) throws Exception {
		BusApplication application = start(server);
		DeadLetterId id = park(application, 1).get(0);
		DeadLetter before = find(application, id);
		this.users.failure = new IllegalStateException("still no");
		RedriveResult result = redrives(application).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("HANDLER_FAILED").contains("still no");
		DeadLetter after = find(application, id);
		assertThat(entries(application)).isEqualTo(1);
		assertThat(before.deliveries()).isEqualTo(1);
		assertThat(after.deliveries()).isEqualTo(2);
		assertThat(before.reason()).isEqualTo(DeadLetterReason.REJECTED);
		assertThat(after.reason()).isEqualTo(DeadLetterReason.HANDLER_FAILED);
		assertThat(after.exception()).isEqualTo("java.lang.IllegalStateException");
		assertThat(after.message()).isEqualTo("still no");
		assertThat(after.firstFailedAt()).isEqualTo(before.firstFailedAt());
		assertThat(after.lastFailedAt()).isAfter(before.lastFailedAt());
		assertThat(after.claimedBy()).isNull();
		assertThat(after.claimedUntil()).isNull();
		assertThat(after.eventId()).isEqualTo(before.eventId());
		this.users.failure = new RejectedEventException("never");
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT).detail()).contains("REJECTED");
		assertThat(find(application, id).deliveries()).isEqualTo(3);
		this.users.failure = null;
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(this.users.handled).containsExactly(id.position().sequence() + " delivery 4");
		assertThat(entries(application)).isZero();
	}

	@Test
	void whatFailsIsNotMetAgainByTheSameRedrive(NatsServer server) throws Exception {
		BusApplication application = start(server);
		park(application, 5);
		this.users.failure = new IllegalStateException("still no");
		this.users.attempts.clear();
		Redrive redrive = ended(application,
				redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT));
		assertThat(redrive.state()).isEqualTo(State.COMPLETED);
		assertThat(redrive.matched()).isEqualTo(5);
		assertThat(redrive.failed()).isEqualTo(5);
		assertThat(redrive.examples()).hasSize(5);
		assertThat(redrive.note()).contains("Order is not kept");
		assertThat(this.users.attempts).hasSize(5);
		assertThat(entries(application)).isEqualTo(5);
	}

	@Test
	void outageStopsARedriveAndLeavesTheEntryAsItWas(NatsServer server) throws Exception {
		BusApplication application = start(server);
		DeadLetterId first = park(application, 3).get(0);
		DeadLetter before = find(application, first);
		this.users.failure = new DataAccessResourceFailureException("database is away");
		this.users.attempts.clear();
		Redrive redrive = ended(application,
				redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT));
		assertThat(redrive.state()).isEqualTo(State.STOPPED);
		assertThat(redrive.reason()).contains("database is away");
		assertThat(this.users.attempts).hasSize(1);
		DeadLetter after = find(application, first);
		assertThat(after).usingRecursiveComparison().ignoringFields("sequence", "parkedAt", "size").isEqualTo(before);
		assertThat(entries(application)).isEqualTo(3);
	}

	@Test
	void fourInstancesThatRaceHandleEachEventOnce(NatsServer server) throws Exception {
		List<BusApplication> instances = List.of(start(server), start(server), start(server), start(server));
		List<DeadLetterId> ids = park(instances.get(0), 50);
		List<Redrive> started = instances.stream()
			.map((instance) -> redrives(instance).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT))
			.toList();
		List<Redrive> ended = new ArrayList<>();
		for (int i = 0; i < instances.size(); i++) {
			ended.add(ended(instances.get(i), started.get(i)));
		}
		assertThat(this.users.handled).hasSize(50).doesNotHaveDuplicates();
		assertThat(ended).allMatch((redrive) -> redrive.state() == State.COMPLETED);
		assertThat(ended.stream().mapToLong(Redrive::redriven).sum()).isEqualTo(50);
		assertThat(ended).allMatch((redrive) -> redrive.matched() == redrive.redriven()
				+ redrive.skipped().values().stream().mapToLong((count) -> count).sum());
		assertThat(entries(instances.get(0))).isZero();
		assertThat(ids).hasSize(50);
	}

	@Test
	void eventThatMayKillNeedsForce(NatsServer server) throws Exception {
		BusApplication application = start(server);
		DeadLetterId id = park(application, 1).get(0);
		replaceReason(application, id, DeadLetterReason.PROCESS_DIED);
		RedriveResult refused = redrives(application).redrive(id, RedriveOptions.DEFAULT);
		assertThat(refused.skipReason()).isEqualTo(SkipReason.NEEDS_FORCE);
		assertThat(this.users.handled).isEmpty();
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT.forced()).outcome())
			.isEqualTo(Outcome.REDRIVEN);
		assertThat(entries(application)).isZero();
	}

	@Test
	void dryRunChangesNothing(NatsServer server) throws Exception {
		BusApplication application = start(server);
		List<DeadLetterId> ids = park(application, 3);
		replaceReason(application, ids.get(1), DeadLetterReason.PROCESS_DIED);
		long last = lastSequence(application);
		this.users.attempts.clear();
		Redrive redrive = ended(application,
				redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT.asDryRun()));
		assertThat(redrive.redriven()).isEqualTo(2);
		assertThat(redrive.skipped()).containsOnlyKeys(SkipReason.NEEDS_FORCE);
		assertThat(redrive.examples()).extracting(RedriveResult::id).containsExactly(ids.get(1));
		assertThat(redrives(application).redrive(ids.get(0), RedriveOptions.DEFAULT.asDryRun()).outcome())
			.isEqualTo(Outcome.WOULD_BE_REDRIVEN);
		assertThat(this.users.attempts).isEmpty();
		assertThat(entries(application)).isEqualTo(3);
		assertThat(lastSequence(application)).isEqualTo(last);
	}

	@Test
	void cancelledRedriveFinishesTheEventItIsAt(NatsServer server) throws Exception {
		BusApplication application = start(server);
		park(application, 3);
		this.users.blocks = true;
		Redrive redrive = redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT);
		await().atMost(LIMIT).until(() -> this.users.started.getCount() == 0);
		redrives(application).cancel(redrive.id());
		assertThat(redrives(application).find(redrive.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
		this.users.goOn.countDown();
		Redrive ended = ended(application, redrive);
		assertThat(ended.state()).isEqualTo(State.CANCELLED);
		assertThat(ended.redriven()).isEqualTo(1);
		assertThat(entries(application)).isEqualTo(2);
		assertThat(redrives(application).cancel("nothing")).isEmpty();
		assertThat(redrives(application).all()).extracting(Redrive::id).containsExactly(redrive.id());
	}

	@Test
	void applicationThatStopsFinishesTheEventItIsAt(NatsServer server) throws Exception {
		BusApplication application = start(server);
		BusApplication other = start(server);
		park(application, 3);
		this.users.blocks = true;
		Redrives redrives = redrives(application);
		Redrive redrive = redrives.start(DeadLetterQuery.all(), RedriveOptions.DEFAULT);
		await().atMost(LIMIT).until(() -> this.users.started.getCount() == 0);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(application::close);
		await().atMost(LIMIT).until(() -> !redrives.isRunning());
		assertThatExceptionOfType(RedriveRefusedException.class)
			.isThrownBy(() -> redrives.start(DeadLetterQuery.all(), RedriveOptions.DEFAULT))
			.matches(RedriveRefusedException::isUnavailable);
		this.users.goOn.countDown();
		closing.get(15, TimeUnit.SECONDS);
		Redrive ended = redrives.find(redrive.id()).orElseThrow();
		assertThat(ended.state()).isEqualTo(State.STOPPED);
		assertThat(ended.reason()).isEqualTo("the application stopped");
		assertThat(ended.redriven()).isEqualTo(1);
		assertThat(ended.examples()).isEmpty();
		assertThat(entries(other)).isEqualTo(2);
	}

	@Test
	void anotherApplicationIsToldWhichOneCan(NatsServer server) throws Exception {
		BusApplication application = start(server);
		DeadLetterId id = park(application, 1).get(0);
		BusApplication other = started(BusApplication.on(server).property("spring.application.name", "billing"));
		RedriveResult result = redrives(other).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result.skipReason()).isEqualTo(SkipReason.OTHER_APPLICATION);
		assertThat(result.detail()).contains("durable analytics-users on stream AUTH_EVENTS")
			.contains("application 'analytics'");
		assertThatExceptionOfType(RedriveRefusedException.class)
			.isThrownBy(() -> redrives(other).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT))
			.withMessageContaining("application 'analytics'")
			.matches((ex) -> !ex.isUnavailable());
		assertThatExceptionOfType(RedriveRefusedException.class)
			.isThrownBy(() -> redrives(other).start(List.of(id), RedriveOptions.DEFAULT));
		assertThat(redrives(other).all()).isEmpty();
		assertThat(entries(application)).isEqualTo(1);
	}

	@Test
	void whatSomebodyHasClaimedIsLeftAloneUntilTheClaimIsOver(NatsServer server, Leftovers leftovers) throws Exception {
		BusApplication dying = started(builder(server, "1s").configuration(QuickClaims.class));
		BusApplication other = start(server, "1s");
		DeadLetterId id = park(dying, 1).get(0);
		this.users.handling = dying::die;
		RedriveResult result = redrives(dying).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result.outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(result.detail()).contains("could not be deleted and stays claimed until");
		this.users.handling = () -> {
		};
		assertThat(entries(other)).isEqualTo(1);
		DeadLetter claimed = find(other, id);
		assertThat(claimed.claimedBy()).startsWith("analytics/");
		await().atMost(LIMIT).until(() -> !find(other, id).isClaimed(Instant.now()));
		assertThat(redrives(other).redrive(id, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(this.users.handled).hasSize(2);
		assertThat(entries(other)).isZero();
		leftovers.allowClaims();
	}

	@Test
	void handlerThatTakesLongerThanTheClaimIsNotWaitedForAndOverwritesNothing(NatsServer server) throws Exception {
		BusApplication slow = start(server, "1s");
		BusApplication other = start(server, "30s");
		DeadLetterId id = park(slow, 1).get(0);
		this.users.blocks = true;
		CompletableFuture<RedriveResult> first = CompletableFuture
			.supplyAsync(() -> redrives(slow).redrive(id, RedriveOptions.DEFAULT));
		await().atMost(LIMIT).until(() -> this.users.started.getCount() == 0);
		RedriveResult tooEarly = redrives(other).redrive(id, RedriveOptions.DEFAULT);
		assertThat(tooEarly.skipReason()).isEqualTo(SkipReason.CLAIMED);
		assertThat(tooEarly.detail()).startsWith("claimed by analytics/").contains(" until ");
		await().atMost(LIMIT).until(() -> !find(other, id).isClaimed(Instant.now()));
		this.users.failure = new IllegalStateException("failed here");
		assertThat(redrives(other).redrive(id, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.FAILED);
		this.users.failure = null;
		DeadLetter now = find(other, id);
		RedriveResult result = first.get(15, TimeUnit.SECONDS);
		assertThat(result.outcome()).isEqualTo(Outcome.OUTAGE);
		assertThat(result.detail())
			.startsWith("its handler is still running after PT1S (claim-timeout); its entry stays claimed until ")
			.endsWith(", and is then free");
		this.users.goOn.countDown();
		await().atMost(LIMIT).until(() -> !this.users.handled.isEmpty());
		assertThat(find(other, id)).isEqualTo(now);
	}

	@Test
	void handlerThatHangsStopsARedriveInTheBackground(NatsServer server) throws Exception {
		BusApplication application = start(server, "1s");
		DeadLetterId first = park(application, 3).get(0);
		this.users.blocks = true;
		Redrive redrive = ended(application,
				redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT));
		assertThat(redrive.state()).isEqualTo(State.STOPPED);
		assertThat(redrive.reason()).contains(first.toString()).contains("still running after PT1S");
		assertThat(redrive.matched()).isEqualTo(1);
		assertThat(entries(application)).isEqualTo(3);
		assertThat(find(application, first).claimedBy()).startsWith("analytics/");
	}

	@Test
	void entryThatChangesWhileItsHandlerRunsIsLeftAlone(NatsServer server) throws Exception {
		BusApplication application = start(server);
		DeadLetterId id = park(application, 1).get(0);
		this.users.handling = () -> write(application, id);
		RedriveResult result = redrives(application).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result.outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(result.detail()).contains("took longer than the claim").contains("a newer one");
		assertThat(entries(application)).isEqualTo(1);
	}

	private static void write(BusApplication application, DeadLetterId id) {
		try {
			application.connection().jetStream().publish(id.subject(), new byte[0]);
		}
		catch (IOException | JetStreamApiException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void entryThatCannotBeReplacedStaysAsItIs(NatsServer server) throws Exception {
		BusApplication application = started(
				builder(server, "5m").property("nats.jetstream.dead-letter.stream.max-bytes", "20KB")
					.property("nats.jetstream.provisioning.allow-data-loss", "true"));
		DeadLetterId id = park(application, 1).get(0);
		fillUp(application);
		long before = entries(application);
		RedriveResult result = redrives(application).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result.skipReason()).isEqualTo(SkipReason.NOT_CLAIMED);
		assertThat(result.detail()).contains("maximum bytes exceeded");
		assertThat(entries(application)).isEqualTo(before);
		assertThat(find(application, id).claimedBy()).isNull();
		assertThat(this.users.handled).isEmpty();
	}

	@Test
	void entryThatCannotBeDeletedStopsARedriveBeforeItRunsOthersInVain(NatsServer server) throws Exception {
		BusApplication application = started(builder(server, "5m").configuration(QuickClaims.class));
		DeadLetterId first = park(application, 3).get(0);
		denyDeletes(application);
		Redrive redrive = ended(application,
				redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT));
		assertThat(redrive.state()).isEqualTo(State.STOPPED);
		assertThat(redrive.reason()).contains(first.toString())
			.contains("could not be deleted and stays claimed until")
			.contains("STREAM.MSG.DELETE.DLQ_EVENTS");
		assertThat(redrive.redriven()).isEqualTo(1);
		assertThat(this.users.handled).hasSize(1);
		assertThat(entries(application)).isEqualTo(3);
		// It cannot be taken back
		application.management().deleteStream("DLQ_EVENTS");
	}

	@Test
	void failureThatCannotBeStoredLeavesTheClaim(NatsServer server) throws Exception {
		BusApplication application = started(builder(server, "5m").configuration(QuickClaims.class)
			.property("nats.jetstream.dead-letter.stream.max-bytes", "20KB")
			.property("nats.jetstream.provisioning.allow-data-loss", "true"));
		DeadLetterId id = park(application, 1).get(0);
		this.users.failure = new IllegalStateException("x".repeat(900));
		this.users.handling = () -> fillUp(application);
		RedriveResult result = redrives(application).redrive(id, RedriveOptions.DEFAULT);
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("could not be put back and stays claimed until")
			.contains("maximum bytes exceeded");
		DeadLetter claimed = find(application, id);
		assertThat(claimed.claimedBy()).startsWith("analytics/");
		assertThat(claimed.deliveries()).isEqualTo(1);
	}

	@Test
	void whatAnybodyWroteIsRedrivenOrSkippedAndStopsNothing(NatsServer server) throws Exception {
		BusApplication application = start(server);
		park(application, 1);
		application.connection().jetStream().publish("dlq.AUTH_EVENTS.analytics-users.7-7", new byte[0]);
		Headers nonsense = new Headers().put(DeadLetterHeaders.SUBJECT, " not a subject ")
			.put(DeadLetterHeaders.DELIVERIES, Long.toString(Long.MAX_VALUE))
			.put(DeadLetterHeaders.CLAIMED_UNTIL, "tomorrow")
			.put(DeadLetterHeaders.DROPPED, ",,");
		application.connection()
			.jetStream()
			.publish(NatsMessage.builder().subject("dlq.AUTH_EVENTS.analytics-users.8-8").headers(nonsense).build());
		Redrive redrive = ended(application,
				redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT));
		assertThat(redrive.state()).isEqualTo(State.COMPLETED);
		assertThat(redrive.redriven()).isEqualTo(1);
		assertThat(redrive.failed()).isEqualTo(1);
		assertThat(redrive.skipped()).containsOnlyKeys(SkipReason.ORIGINAL_MISSING);
		assertThat(redrive.examples()).extracting(RedriveResult::detail)
			.anySatisfy((detail) -> assertThat(detail).startsWith("MALFORMED"));
	}

	@Test
	void eventOfMaximumSizeIsReadFromItsStream(NatsServer server) throws Exception {
		BusApplication application = start(server);
		String padding = "x".repeat((int) application.connection().getMaxPayload() - 1000);
		DeadLetterId id = park(application, List.of(padding), new Headers()).get(0);
		DeadLetter letter = find(application, id);
		assertThat(letter.isComplete()).isFalse();
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(this.users.longest).isEqualTo(padding.length());
		DeadLetterId lost = park(application, List.of(padding), new Headers()).get(0);
		application.management().deleteMessage("AUTH_EVENTS", lost.position().sequence());
		RedriveResult result = redrives(application).redrive(lost, RedriveOptions.DEFAULT);
		assertThat(result.skipReason()).isEqualTo(SkipReason.ORIGINAL_MISSING);
		assertThat(result.detail()).contains("body").contains(lost.position().toString());
		assertThat(find(application, lost).claimedBy()).isNull();
	}

	@Test
	void redriveInTheBackgroundOutlastsAServerThatIsAwayForAMoment() throws Exception {
		try (ServerWithUsers users = ServerWithUsers.start();
				BusApplication application = users.application()
					.property("nats.jetstream.publisher.timeout", "500ms")
					.bean(this.users)
					.start()) {
			park(application, 3);
			CountDownLatch restarted = new CountDownLatch(1);
			this.users.handling = () -> {
				if (restarted.getCount() == 1) {
					restarted.countDown();
					// After the entry of this one is deleted
					CompletableFuture.runAsync(() -> beAwayForAMoment(application, users.server()));
				}
			};
			Redrive redrive = ended(application,
					redrives(application).start(DeadLetterQuery.all(), RedriveOptions.DEFAULT.atMostPerSecond(0.5)));
			assertThat(redrive.state()).isEqualTo(State.COMPLETED);
			assertThat(redrive.redriven()).isEqualTo(3);
			assertThat(entries(application)).isZero();
		}
	}

	private static void beAwayForAMoment(BusApplication application, NatsServer server) {
		await().ignoreExceptions().until(() -> entries(application) == 2);
		server.stop();
		await().until(() -> Thread.getAllStackTraces()
			.values()
			.stream()
			.flatMap(Stream::of)
			.anyMatch((frame) -> frame.getClassName().equals(RedrivePatience.class.getName())));
		server.start();
	}

	@Test
	void originalThatCannotBeReadIsAnOutageOnlyWhenTheServerIsAway() throws Exception {
		DeadLetterId id = DeadLetterId.parse("AUTH_EVENTS.analytics-users.7-7");
		StoredMessage entry = new StoredMessage(id.subject(), 1, Instant.now(), new Headers(), new byte[0]);
		try (ServerWithUsers users = ServerWithUsers.start();
				BusApplication application = users.application().bean(this.users).start()) {
			ConnectionSupervisor connection = application.bean(ConnectionSupervisor.class);
			RedriveCandidate candidate = new RedriveCandidate(id, entry,
					new DeadLetterReader(application.bean(EventCodec.class)).read(entry));
			SingleRedrive single = new SingleRedrive(new DeadLetterStore(connection, Duration.ofSeconds(1)), null,
					application.bean(RedriveTarget.class), LIMIT, Instant::now, DeadLetterObserver.NONE);
			RedriveOptions options = RedriveOptions.DEFAULT.asDryRun();
			RedrivePatience patience = new RedrivePatience(System::nanoTime, (limit) -> true);
			assertThat(single.run(candidate, options, patience).result().detail()).contains("the original is not at");
			users.denyPublishing("$JS.API.STREAM.MSG.GET.AUTH_EVENTS");
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(single.run(candidate, options, patience).result().detail())
					.contains("may not publish to '$JS.API.STREAM.MSG.GET.AUTH_EVENTS'"));
			assertThat(single.run(candidate, options, patience).result().skipReason())
				.isEqualTo(SkipReason.ORIGINAL_MISSING);
			users.server().kill();
			await().atMost(LIMIT).until(() -> !connection.isConnected());
			RedriveEnd end = single.run(candidate, options, patience);
			assertThat(end.result().outcome()).isEqualTo(Outcome.OUTAGE);
			assertThat(end.obstacle()).contains("its original cannot be read")
				.contains("127.0.0.1:" + users.server().port());
		}
	}

	@Test
	void largeEntryIsPutBackWithLessOfItsFailure(NatsServer server) throws Exception {
		BusApplication application = start(server);
		String padding = "x".repeat((int) application.connection().getMaxPayload() - 2000);
		DeadLetterId id = park(application, List.of(padding), new Headers()).get(0);
		assertThat(find(application, id).isComplete()).isTrue();
		this.users.failure = new IllegalStateException("y".repeat(5000));
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.FAILED);
		DeadLetter after = find(application, id);
		assertThat(after.deliveries()).isEqualTo(2);
		assertThat(after.exception()).isEqualTo("java.lang.IllegalStateException");
		assertThat(after.message()).hasSize(100);
		assertThat(after.dropped()).containsExactly("message");
		assertThat(after.isComplete()).isTrue();
	}

	@Test
	void forgedHeadersOfTheOriginalAreNotBelieved(NatsServer server) throws Exception {
		BusApplication application = start(server);
		Headers forged = new Headers().put(DeadLetterHeaders.CLAIMED_UNTIL, "2999-01-01T00:00:00Z")
			.put(DeadLetterHeaders.CLAIMED_BY, "evil")
			.put("dlq-reason", "PROCESS_DIED")
			.put(DeadLetterHeaders.CONSUMER, "other")
			.put("Mine", "kept");
		DeadLetterId id = park(application, List.of("x"), forged).get(0);
		assertThat(redrives(application).redrive(id, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(this.users.headers).contains("Mine").noneMatch((name) -> name.startsWith("Dlq-"));
		// What is read from the stream brings them along
		String padding = "x".repeat((int) application.connection().getMaxPayload() - 1000);
		DeadLetterId large = park(application, List.of(padding), forged).get(0);
		assertThat(find(application, large).isComplete()).isFalse();
		assertThat(redrives(application).redrive(large, RedriveOptions.DEFAULT).outcome()).isEqualTo(Outcome.REDRIVEN);
		assertThat(this.users.headers).contains("Mine")
			.noneMatch((name) -> name.toLowerCase(Locale.ROOT).startsWith("dlq-"));
	}

	private BusApplication.Builder builder(NatsServer server, String claimTimeout) {
		return BusApplication.on(server)
			.property("nats.jetstream.dead-letter.claim-timeout", claimTimeout)
			.bean(this.users);
	}

	private BusApplication start(NatsServer server) throws Exception {
		return start(server, "5m");
	}

	private BusApplication start(NatsServer server, String claimTimeout) throws Exception {
		return started(builder(server, claimTimeout));
	}

	private BusApplication started(BusApplication.Builder builder) throws Exception {
		BusApplication application = builder.start();
		if (this.applications.isEmpty()) {
			application.management().purgeStream("DLQ_EVENTS", PurgeOptions.builder().build());
		}
		this.applications.add(application);
		return application;
	}

	private static Redrives redrives(BusApplication application) {
		return application.bean(Redrives.class);
	}

	private static DeadLetter find(BusApplication application, DeadLetterId id) {
		return application.bean(DeadLetters.class).find(id).orElseThrow();
	}

	private static Redrive ended(BusApplication application, Redrive redrive) {
		Redrives redrives = redrives(application);
		await().atMost(LIMIT).until(() -> redrives.find(redrive.id()).orElseThrow().state().isFinal());
		return redrives.find(redrive.id()).orElseThrow();
	}

	private List<DeadLetterId> park(BusApplication application, int count) throws Exception {
		List<String> data = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			data.add("x");
		}
		return park(application, data, new Headers());
	}

	/**
	 * Have the listener reject events, as many as it is given.
	 */
	private List<DeadLetterId> park(BusApplication application, List<String> data, Headers headers) throws Exception {
		this.users.failure = new RejectedEventException("not yet");
		long before = entries(application);
		for (String each : data) {
			String id = UUID.randomUUID().toString();
			String body = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"urn:x\","
					+ "\"type\":\"auth.user.created\",\"time\":\"2026-01-02T03:04:05Z\",\"organizationid\":\"acme\","
					+ "\"data\":\"" + each + "\"}";
			application.connection()
				.jetStream()
				.publish(NatsMessage.builder()
					.subject("auth.user.created")
					.headers(headers)
					.data(body.getBytes(StandardCharsets.UTF_8))
					.build());
		}
		await().atMost(LIMIT).until(() -> entries(application) == before + data.size());
		await().atMost(LIMIT).until(() -> application.isDone("users") && application.isDone("audit"));
		this.users.failure = null;
		this.users.handled.clear();
		return application.bean(DeadLetters.class)
			.browse(DeadLetterQuery.all())
			.deadLetters()
			.stream()
			.skip(before)
			.map(DeadLetter::id)
			.toList();
	}

	/**
	 * As a killed process would have had it parked.
	 */
	private static void replaceReason(BusApplication application, DeadLetterId id, DeadLetterReason reason)
			throws Exception {
		MessageInfo entry = application.management().getLastMessage("DLQ_EVENTS", id.subject());
		Headers headers = new Headers();
		entry.getHeaders().forEach((name, values) -> {
			if (!name.startsWith("Nats-")) {
				headers.put(name, values);
			}
		});
		headers.put(DeadLetterHeaders.REASON, reason.name());
		application.connection()
			.jetStream()
			.publish(NatsMessage.builder().subject(id.subject()).headers(headers).data(entry.getData()).build());
	}

	/**
	 * Park until the stream takes no more, however small.
	 */
	private static void fillUp(BusApplication application) {
		for (int size = 4096; size >= 1; size /= 2) {
			try {
				for (int i = 0; i < 10; i++) {
					application.connection()
						.jetStream()
						.publish("dlq.OTHER_EVENTS.filler." + size + "-" + i, new byte[size]);
				}
			}
			catch (JetStreamApiException ex) {
				assertThat(ex).hasMessageContaining("maximum bytes exceeded");
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private static void denyDeletes(BusApplication application) throws Exception {
		application.management()
			.updateStream(StreamConfiguration.builder(info(application).getConfiguration()).denyDelete(true).build());
	}

	private static long entries(BusApplication application) throws Exception {
		return info(application).getStreamState().getMsgCount();
	}

	private static long lastSequence(BusApplication application) throws Exception {
		return info(application).getStreamState().getLastSequence();
	}

	private static StreamInfo info(BusApplication application) throws Exception {
		JetStreamManagement management = application.management();
		return management.getStreamInfo("DLQ_EVENTS");
	}

	/**
	 * Tries as often as always to end a claim, within a moment.
	 */
	@Configuration(proxyBeanMethods = false)
	static class QuickClaims {

		@Bean
		Redrives redrives(ConnectionSupervisor connection, EventCodec codec, RedriveTarget target,
				@Value("${nats.jetstream.dead-letter.claim-timeout}") Duration claimTimeout) {
			RedriveSettings settings = new RedriveSettings("analytics", Duration.ofSeconds(5), claimTimeout, false,
					LIMIT);
			return new Redrives(connection, codec, target, settings, Clock.systemUTC(), DeadLetterObserver.NONE,
					new ExponentialDelays(Duration.ofMillis(10), 2, Duration.ofMillis(100)));
		}

	}

	static final class Users {

		private final List<String> attempts = new CopyOnWriteArrayList<>();

		private final List<String> handled = new CopyOnWriteArrayList<>();

		private final List<String> audited = new CopyOnWriteArrayList<>();

		private final List<String> headers = new CopyOnWriteArrayList<>();

		private final CountDownLatch started = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile Exception failure;

		private volatile boolean blocks;

		private volatile int longest;

		private volatile Runnable handling = () -> {
		};

		@JetStreamListener(id = "users", value = "auth.user.created")
		void on(Event<String> event, DeliveryContext context, Message message) throws Exception {
			this.attempts.add(event.id());
			if (this.blocks) {
				this.blocks = false;
				this.started.countDown();
				assertThat(this.goOn.await(20, TimeUnit.SECONDS)).isTrue();
			}
			this.handling.run();
			if (this.failure != null) {
				throw this.failure;
			}
			this.longest = event.data().length();
			this.headers.clear();
			this.headers.addAll(message.hasHeaders() ? message.getHeaders().keySet() : List.of());
			this.handled.add(context.sequence() + " delivery " + context.deliveryCount());
		}

		@JetStreamListener(id = "audit", value = "auth.user.created")
		void audit(Event<String> event) {
			this.audited.add(event.id());
		}

	}

}
