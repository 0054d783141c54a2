package io.natsevents.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetter;
import io.natsevents.deadletter.DeadLetterHeaders;
import io.natsevents.deadletter.DeadLetterQuery;
import io.natsevents.deadletter.DeadLetters;
import io.natsevents.deadletter.RedriveOptions;
import io.natsevents.deadletter.RedriveResult;
import io.natsevents.deadletter.Redrives;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerReplays;
import io.natsevents.listen.ReplayableListener;
import io.natsevents.replay.ReplayedUsers.Call;
import io.natsevents.replay.ReplayedUsers.User;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventReplay} in one instance.
 */
@Tag("compat")
@NatsServerTest
class EventReplayTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String STREAM = "AUTH_EVENTS";

	private static final ReplayRequest ALL = ReplayRequest.into("users").onlyRetained();

	private static final ReplayedUsers USERS = new ReplayedUsers();

	private static BusApplication application;

	private static EventReplay replays;

	@BeforeAll
	static void startApplication(NatsServer server) {
		application = BusApplication.on(server)
			.bean(USERS)
			.property("nats.jetstream.listener.retry.max-retries", "2")
			.start();
		replays = application.bean(EventReplay.class);
	}

	@AfterAll
	static void stopApplication() {
		application.close();
	}

	@BeforeEach
	void empty(Leftovers leftovers) throws Exception {
		// The application's pool goes on to the next test
		leftovers.allowThreads();
		application.management().purgeStream(STREAM);
		application.management().purgeStream("DLQ_EVENTS");
		USERS.clear();
	}

	@Test
	void aRangeOfTimeIsGivenExactly() throws Exception {
		publish(20, "acme");
		List<MessageInfo> stored = stored();
		Instant from = time(stored.get(5));
		Instant to = time(stored.get(14));
		ConsumerInfo before = application.consumer("users");
		Replay replay = completed(replays.start(ALL.from(from).to(to)));
		List<Long> expected = stored.stream()
			.filter((message) -> !time(message).isBefore(from) && !time(message).isAfter(to))
			.map(MessageInfo::getSeq)
			.toList();
		assertThat(sequences("users")).containsExactlyInAnyOrderElementsOf(expected).hasSize(10);
		ReplayProgress progress = replay.progress();
		assertThat(progress.total()).isEqualTo(10);
		assertThat(progress.done()).isEqualTo(10);
		assertThat(progress.handled()).isEqualTo(10);
		assertUntouched(before);
		assertNothingLeft(replay);
	}

	@Test
	void aRangeOfSequencesOfSomeTypesIsGivenExactly() throws Exception {
		for (int i = 0; i < 10; i++) {
			publish("auth.user.created", "u" + i, "acme");
			publish("auth.user.deleted", "u" + i, "acme");
		}
		awaitLive(20);
		List<MessageInfo> stored = stored();
		long first = stored.get(4).getSeq();
		long last = stored.get(15).getSeq();
		Replay replay = completed(replays.start(ALL.fromSequence(first).toSequence(last).types("auth.user.deleted")));
		assertThat(sequences("users"))
			.containsExactlyInAnyOrderElementsOf(stored.stream()
				.filter((message) -> message.getSeq() >= first && message.getSeq() <= last
						&& message.getSubject().equals("auth.user.deleted"))
				.map(MessageInfo::getSeq)
				.toList())
			.hasSize(6);
		assertThat(replay.progress().total()).isEqualTo(6);
		assertThat(replay.range()).isEqualTo(new ReplayRange(first, last));
	}

	@Test
	void organizationsAreFilteredAndCounted() throws Exception {
		List<String> wanted = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			String organization = List.of("acme", "globex", "initech").get(i % 3);
			String id = publish("auth.user.created", "u" + i, organization);
			if (i % 3 != 2) {
				wanted.add(id);
			}
		}
		awaitLive(12);
		Replay replay = completed(replays.start(ALL.organizations("acme", "globex")));
		assertThat(USERS.replayed("users")).extracting(Call::eventId).containsExactlyInAnyOrderElementsOf(wanted);
		assertThat(replay.progress().total()).isEqualTo(12);
		assertThat(replay.progress().handled()).isEqualTo(8);
		assertThat(replay.progress().filteredOut()).isEqualTo(4);
		assertThat(replay.progress().done()).isEqualTo(12);
	}

	@Test
	void anEmptyRangeEndsAtOnce() throws Exception {
		publish(3, "acme");
		List<MessageInfo> stored = stored();
		Replay later = replays.start(ALL.from(Instant.now().plusSeconds(60)));
		assertThat(later.state()).isEqualTo(ReplayState.COMPLETED);
		Replay between = replays
			.start(ALL.from(time(stored.get(0)).plusNanos(1)).to(time(stored.get(1)).minusNanos(1)));
		assertThat(between.state()).isEqualTo(ReplayState.COMPLETED);
		Replay types = replays.start(ALL.types("auth.user.renamed"));
		assertThat(types.state()).isEqualTo(ReplayState.COMPLETED);
		assertThat(types.progress().total()).isZero();
		assertThat(USERS.replayed("users")).isEmpty();
		assertThat(replays.find(types.id())).hasValue(types);
		assertNothingLeft(types);
	}

	@Test
	void whatArrivesMeanwhileIsNotInIt() throws Exception {
		publish(20, "acme");
		long last = application.management().getStreamInfo(STREAM).getStreamState().getLastSequence();
		Replay replay = replays.start(ALL.atMostPerSecond(40));
		publish(20, "acme");
		assertThat(replay.state()).isEqualTo(ReplayState.RUNNING);
		publish(20, "acme");
		completed(replay);
		assertThat(sequences("users"))
			.containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(last - 19, last).boxed().toList());
		assertThat(replay.progress().total()).isEqualTo(20);
		awaitLive(60);
	}

	@Test
	void theRateIsLimited() throws Exception {
		publish(20, "acme");
		Replay replay = completed(replays.start(ALL.atMostPerSecond(50)));
		List<Call> calls = USERS.replayed("users");
		Duration took = Duration.ofNanos(calls.get(19).at() - calls.get(0).at());
		assertThat(took).isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
		assertThat(replay.progress().handled()).isEqualTo(20);
	}

	@Test
	void whatFailsIsParkedWithAMarkAndTheLiveDurableIsUntouched() throws Exception {
		publish("auth.user.created", "ada", "acme");
		publish("auth.user.created", "poison", "acme");
		publish("auth.user.created", "bob", "acme");
		awaitLive(3);
		ConsumerInfo before = application.consumer("users");
		Replay replay = completed(replays.start(ALL));
		MessageInfo poison = stored().get(1);
		assertThat(replay.progress().parked()).isEqualTo(1);
		assertThat(replay.progress().handled()).isEqualTo(2);
		assertThat(USERS.replayed("users")).filteredOn((call) -> call.sequence() == poison.getSeq()).hasSize(3);
		MessageInfo dead = application.management()
			.getLastMessage("DLQ_EVENTS", "dlq." + STREAM + ".analytics-users.*");
		assertThat(dead.getHeaders().getFirst(DeadLetterHeaders.REPLAY)).isEqualTo(replay.id());
		assertThat(dead.getHeaders().getFirst(DeadLetterHeaders.CONSUMER)).isEqualTo("analytics-users");
		assertThat(dead.getHeaders().getFirst(DeadLetterHeaders.SEQUENCE)).isEqualTo(Long.toString(poison.getSeq()));
		assertUntouched(before);
		Replay again = completed(replays.start(ALL));
		assertThat(again.progress().parked()).as("parked already is parked").isEqualTo(1);
		assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isEqualTo(1);
	}

	@Test
	void whatAReplayHasParkedIsRedrivenAsUsual() throws Exception {
		publish("auth.user.created", "poison", "acme");
		awaitLive(1);
		Replay replay = completed(replays.start(ALL));
		assertThat(replay.progress().parked()).isEqualTo(1);
		DeadLetters deadLetters = application.bean(DeadLetters.class);
		DeadLetter dead = deadLetters.browse(DeadLetterQuery.all()).deadLetters().get(0);
		assertThat(dead.replay()).isEqualTo(replay.id());
		USERS.clear();
		RedriveResult result = application.bean(Redrives.class).redrive(dead.id(), RedriveOptions.DEFAULT);
		assertThat(result.outcome()).as(result.detail()).isEqualTo(RedriveResult.Outcome.REDRIVEN);
		assertThat(USERS.calls("users", false)).hasSize(1);
		assertThat(USERS.replayed("users")).isEmpty();
		assertThat(deadLetters.count(DeadLetterQuery.all())).isZero();
	}

	@Test
	void aStreamThatIsEmptiedInTheMiddleEndsIt() throws Exception {
		publish(40, "acme");
		Replay replay = replays.start(ALL.atMostPerSecond(20));
		await().atMost(LIMIT).until(() -> !USERS.replayed("users").isEmpty());
		application.management().purgeStream(STREAM);
		completed(replay);
		assertThat(replay.progress().done()).isPositive().isLessThan(40).isEqualTo(replay.progress().total());
		assertNothingLeft(replay);
	}

	@Test
	void oneThatHasFailedHereCanBeCancelled(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("is stopped by an error it must not go on after");
		publish("auth.user.created", "heap", "acme");
		awaitLive(1);
		Replay replay = replays.start(ALL);
		assertThat(replay.await(LIMIT)).isTrue();
		assertThat(replay.state()).isEqualTo(ReplayState.FAILED);
		assertThat(replay.reason()).contains("OutOfMemoryError");
		assertThat(application.health("listeners").getStatus()).isEqualTo(Status.UP);
		assertThat(replays.cancel(replay.id())).hasValue(replay);
		assertThat(replay.state()).isEqualTo(ReplayState.CANCELLED);
		assertNothingLeft(replay);
	}

	@Test
	void aCancelledReplayBeginsWithNothingMore() throws Exception {
		publish(40, "acme");
		Replay replay = replays.start(ALL.atMostPerSecond(20));
		await().atMost(LIMIT).until(() -> !USERS.replayed("users").isEmpty());
		assertThat(replays.cancel(replay.id())).hasValue(replay);
		assertThat(replay.await(LIMIT)).isTrue();
		assertThat(replay.state()).isEqualTo(ReplayState.CANCELLED);
		int handled = USERS.replayed("users").size();
		assertThat(replay.progress().handled()).isEqualTo(handled).isLessThan(40);
		assertNothingLeft(replay);
		assertThat(replays.cancel("nothing")).isEmpty();
	}

	@Test
	void aReplayWhoseConsumerSomebodyDeletesIsCancelled() throws Exception {
		publish(40, "acme");
		Replay replay = replays.start(ALL.atMostPerSecond(10));
		await().atMost(LIMIT).until(() -> !USERS.replayed("users").isEmpty());
		application.management().deleteConsumer(STREAM, "analytics-users-replay-" + replay.id());
		assertThat(replay.await(LIMIT)).isTrue();
		assertThat(replay.state()).isEqualTo(ReplayState.CANCELLED);
		assertThat(replay.reason()).contains("was deleted");
		assertNothingLeft(replay);
	}

	@Test
	void severalRunAtOnceAndBatchesAreGivenThemToo() throws Exception {
		List<String> ids = publish(60, "acme");
		await().atMost(LIMIT).until(() -> USERS.calls("batches", false).size() == 60);
		List<MessageInfo> stored = stored();
		USERS.clear();
		Replay first = replays.start(ALL.toSequence(stored.get(29).getSeq()).atMostPerSecond(300));
		Replay second = replays.start(ALL.fromSequence(stored.get(30).getSeq()).atMostPerSecond(300));
		Replay batches = replays.start(ReplayRequest.into("batches").onlyRetained());
		completed(first);
		completed(second);
		completed(batches);
		assertThat(sequences("users"))
			.containsExactlyInAnyOrderElementsOf(stored.stream().map(MessageInfo::getSeq).toList());
		assertThat(first.progress().handled()).isEqualTo(30);
		assertThat(second.progress().handled()).isEqualTo(30);
		assertThat(USERS.calls("batches", false)).extracting(Call::eventId).containsExactlyInAnyOrderElementsOf(ids);
		assertThat(USERS.sizes).anyMatch((size) -> size > 1);
	}

	@Test
	void orderPerKeyHoldsInAReplayAlsoWhenEventsFail() throws Exception {
		List<Event<User>> events = IntStream.range(0, 60)
			.mapToObj((i) -> Event.of("auth.user.created", new User((i % 7 == 0) ? "flaky" : "u" + i))
				.entity("user/" + i % 5))
			.toList();
		application.publisher().publishAll(List.copyOf(events));
		await().atMost(LIMIT).until(() -> USERS.calls("keys", false).size() == 60);
		completed(replays.start(ReplayRequest.into("keys").onlyRetained()));
		Map<String, List<Long>> byKey = new HashMap<>();
		USERS.replayed("keys")
			.forEach((call) -> byKey.computeIfAbsent(call.key(), (key) -> new ArrayList<>()).add(call.sequence()));
		assertThat(byKey).hasSize(5);
		assertThat(byKey.values()).allSatisfy((sequences) -> assertThat(sequences).isSorted());
		assertThat(USERS.replayed("keys").stream().map(Call::sequence).distinct()).hasSize(60);
		assertThat(USERS.replayed("keys")).hasSizeGreaterThan(60);
	}

	@Test
	void whatCannotBeMeantIsRefused() throws Exception {
		publish(3, "acme");
		long first = stored().get(0).getSeq();
		assertRefused(ReplayRequest.into("nobody"), "has no listener 'nobody'", "users");
		assertRefused(ALL.types("auth.key.created"), "handles no events of type 'auth.key.created'");
		assertRefused(ReplayRequest.into("users").fromSequence(first - 1), "1 of the 4 sequences");
		assertRefused(ReplayRequest.into("users").from(Instant.EPOCH), "begins with sequence " + first);
	}

	@Test
	void aListenerOfAnotherServerIsRefused(NatsServer server) throws Exception {
		try (BusApplication other = BusApplication.on(server).property("spring.application.name", "other").start()) {
			ListenerReplays listeners = new ListenerReplays(application.bean(ListenerRegistry.class),
					other.bean(ConnectionSupervisor.class));
			assertThat(listeners.find("users").orElseThrow().refusal()).contains("another NATS server");
			assertThat(listeners.all()).isEmpty();
		}
	}

	@Test
	void whereNoConsumersAreCreatedNothingIsReplayed(NatsServer server) throws Exception {
		try (BusApplication careful = BusApplication.on(server)
			.bean(new ReplayedUsers())
			.property("nats.jetstream.provisioning.consumer-mode", "none")
			.start()) {
			EventReplay there = careful.bean(EventReplay.class);
			assertThatExceptionOfType(ReplayRefusedException.class).isThrownBy(() -> there.start(ALL))
				.withMessageContaining("consumer-mode is none");
		}
	}

	@Test
	void aWorkQueueAndAMissingStreamAreRefused(NatsServer server) throws Exception {
		try (BusApplication queue = BusApplication.on(server)
			.property("spring.application.name", "queue")
			.property("nats.jetstream.services", "work")
			.property("nats.jetstream.streams.WORK_EVENTS.retention", "work-queue")
			.start()) {
			ListenerDefinition<User> jobs = ListenerDefinition.of("jobs", User.class, "work.job.created");
			queue.subscriber().subscribe(jobs, (event, context) -> {
			});
			EventReplay there = queue.bean(EventReplay.class);
			assertThatExceptionOfType(ReplayRefusedException.class)
				.isThrownBy(() -> there.start(ReplayRequest.into("jobs")))
				.withMessageContaining("is a work queue");
			application.management().deleteStream("WORK_EVENTS");
			assertThatExceptionOfType(ReplayRefusedException.class)
				.isThrownBy(() -> there.start(ReplayRequest.into("jobs")))
				.withMessageContaining("There is no stream WORK_EVENTS");
		}
	}

	@Test
	void whatAnInterestStreamStillHasIsReplayed(NatsServer server) throws Exception {
		try (BusApplication news = BusApplication.on(server)
			.property("spring.application.name", "news")
			.property("nats.jetstream.services", "news")
			.property("nats.jetstream.streams.NEWS_EVENTS.retention", "interest")
			.start()) {
			List<Boolean> replaying = new CopyOnWriteArrayList<>();
			ListenerDefinition<User> reader = ListenerDefinition.of("reader", User.class, "news.item.written");
			news.subscriber().subscribe(reader, (event, context) -> replaying.add(context.replaying()));
			ListenerDefinition<User> slow = ListenerDefinition.of("slow", User.class, "news.item.written");
			news.subscriber().subscribe(slow, (event, context) -> {
			}).pause();
			for (int i = 0; i < 5; i++) {
				news.publisher().publish(Event.of("news.item.written", new User("n" + i)));
			}
			await().atMost(LIMIT).until(() -> replaying.size() >= 5 && news.isDone("reader"));
			Replay replay = news.bean(EventReplay.class)
				.start(ReplayRequest.into("reader").toSequence(4).onlyRetained());
			completed(replay);
			assertThat(replaying.stream().filter((each) -> each)).hasSize((int) replay.progress().total());
			assertThat(replay.progress().handled()).isPositive();
			news.listener("slow").resume();
			await().atMost(LIMIT).until(() -> news.isDone("slow"));
			news.management().deleteStream("NEWS_EVENTS");
		}
	}

	@Test
	void aReplayIsNoForgottenDurable() throws Exception {
		publish(20, "acme");
		Replay replay = replays.start(ALL.atMostPerSecond(1));
		ConsumerInfo consumer = application.management()
			.getConsumerInfo(STREAM, "analytics-users-replay-" + replay.id());
		assertThat(consumer.getConsumerConfiguration().getMetadata())
			.containsEntry(ReplayableListener.REPLAY, replay.id())
			.containsEntry("io.natsevents.application", "analytics");
		assertThat(consumer.getConsumerConfiguration().getInactiveThreshold()).isEqualTo(Duration.ofDays(7));
		assertThat(application.health("listeners").getStatus()).isEqualTo(Status.UP);
		assertThat(application.listener("users").inFlight()).isZero();
		assertThat(application.listener("users").backlog().lag()).hasValue(0);
		assertThat(replays.running()).contains(replay);
		replay.cancel();
		assertThat(replay.await(LIMIT)).isTrue();
	}

	private static void assertRefused(ReplayRequest request, String... texts) {
		assertThatExceptionOfType(ReplayRefusedException.class).isThrownBy(() -> replays.start(request))
			.satisfies((ex) -> assertThat(ex).hasMessageContainingAll(texts));
	}

	private static Replay completed(Replay replay) throws InterruptedException {
		assertThat(replay.await(LIMIT)).as("%s %s", replay.progress(), replay.reason()).isTrue();
		assertThat(replay.state()).isEqualTo(ReplayState.COMPLETED);
		return replay;
	}

	/** Neither delivered to, nor settled by, nor counted for. */
	private static void assertUntouched(ConsumerInfo before) {
		ConsumerInfo after = application.consumer("users");
		assertThat(after.getAckFloor().getStreamSequence()).isEqualTo(before.getAckFloor().getStreamSequence());
		assertThat(after.getDelivered().getConsumerSequence()).isEqualTo(before.getDelivered().getConsumerSequence());
		assertThat(after.getRedelivered()).isEqualTo(before.getRedelivered());
	}

	private static void assertNothingLeft(Replay replay) throws Exception {
		assertThat(application.management().getConsumerNames(STREAM)).noneMatch((name) -> name.contains("-replay-"));
		assertThatExceptionOfType(JetStreamApiException.class)
			.isThrownBy(() -> application.management().getLastMessage("DLQ_TRIALS", "trial.replay." + replay.id()));
	}

	private static List<Long> sequences(String listener) {
		return USERS.replayed(listener).stream().map(Call::sequence).toList();
	}

	private static List<String> publish(int count, String organization) {
		List<String> ids = IntStream.range(0, count)
			.mapToObj((i) -> publish("auth.user.created", "u" + i, organization))
			.toList();
		awaitLive(count);
		return ids;
	}

	private static String publish(String type, String user, String organization) {
		Event<User> event = Event.of(type, new User(user)).organizationId(organization).entity("user/" + user);
		application.publisher().publish(event);
		return event.id();
	}

	private static void awaitLive(int atLeast) {
		await().atMost(LIMIT).until(() -> USERS.calls("users", false).size() >= atLeast && application.isDone("users"));
	}

	private static List<MessageInfo> stored() throws Exception {
		long first = application.management().getStreamInfo(STREAM).getStreamState().getFirstSequence();
		long last = application.management().getStreamInfo(STREAM).getStreamState().getLastSequence();
		List<MessageInfo> all = new ArrayList<>();
		for (long sequence = first; sequence <= last; sequence++) {
			all.add(application.management().getMessage(STREAM, sequence));
		}
		return List.copyOf(all);
	}

	private static Instant time(MessageInfo message) {
		return message.getTime().toInstant();
	}

}
