package io.natsevents.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.Subject;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetter;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.DeadLetters;
import io.natsevents.deadletter.SharedRecords;
import io.natsevents.deadletter.StoredPosition;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerReplays;
import io.natsevents.listen.ReplayableListener;
import io.natsevents.replay.ReplayedUsers.Call;
import io.natsevents.replay.ReplayedUsers.User;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for replays that another instance goes on with.
 */
@NatsServerTest
class ReplayTakeOverTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String STREAM = "AUTH_EVENTS";

	private static final int EVENTS = 60;

	private final ReplayedUsers users = new ReplayedUsers();

	@Test
	void theNextStartGoesOnWithWhatAStopLeft(NatsServer server) throws Exception {
		String id;
		try (BusApplication first = start(server)) {
			id = begin(first);
		}
		int before = this.users.replayed("users").size();
		assertThat(before).isLessThan(EVENTS);
		try (BusApplication second = start(server)) {
			awaitCompleted(second, id);
			// What was finished is not handled twice
			assertThat(sequences()).hasSize(EVENTS).doesNotHaveDuplicates();
		}
	}

	@Test
	void anotherInstanceGoesOnWithWhatOneThatDiedRan(NatsServer server) throws Exception {
		try (BusApplication first = start(server); BusApplication second = start(server)) {
			String id = begin(first);
			EventReplay there = second.bean(EventReplay.class);
			assertThat(there.find(id).orElseThrow().state()).isEqualTo(ReplayState.ELSEWHERE);
			assertThat(there.all()).extracting(Replay::id).contains(id);
			first.die();
			awaitCompleted(second, id);
			assertThat(sequences().stream().distinct()).hasSize(EVENTS);
		}
	}

	@Test
	void whatRunsElsewhereCanBeCancelledHere(NatsServer server) throws Exception {
		try (BusApplication first = start(server); BusApplication second = start(server)) {
			String id = begin(first);
			Replay elsewhere = second.bean(EventReplay.class).cancel(id).orElseThrow();
			assertThat(elsewhere.state()).isEqualTo(ReplayState.CANCELLED);
			Replay replay = first.bean(EventReplay.class).find(id).orElseThrow();
			assertThat(replay.await(LIMIT)).isTrue();
			assertThat(replay.state()).isEqualTo(ReplayState.CANCELLED);
			assertThat(sequences().size()).isLessThan(EVENTS);
			assertThat(second.bean(EventReplay.class).find(id)).isEmpty();
		}
	}

	@Test
	void recordsThatAreLostBringNobodyToTakeItOver(NatsServer server) throws Exception {
		try (BusApplication first = start(server); BusApplication second = start(server)) {
			String id = begin(first);
			Replay replay = first.bean(EventReplay.class).find(id).orElseThrow();
			first.management().purgeStream("DLQ_TRIALS");
			assertThat(replay.await(LIMIT)).isTrue();
			assertThat(replay.state()).isEqualTo(ReplayState.COMPLETED);
			assertThat(second.bean(EventReplay.class).all()).isEmpty();
			assertThat(sequences()).hasSize(EVENTS).doesNotHaveDuplicates();
		}
	}

	@Test
	void whoHasLostItToAnotherStops(NatsServer server) throws Exception {
		try (BusApplication application = start(server)) {
			String id = begin(application);
			Replay replay = application.bean(EventReplay.class).find(id).orElseThrow();
			SharedRecords records = new SharedRecords(application.bean(ConnectionSupervisor.class), LIMIT);
			await().atMost(LIMIT).until(() -> ReplayLease.take(records, id, ReplayLease.find(records, id)) != null);
			assertThat(replay.await(LIMIT)).isTrue();
			assertThat(replay.state()).isEqualTo(ReplayState.ELSEWHERE);
			assertThat(sequences().size()).isLessThan(EVENTS);
			// The other one gives no sign of life
			awaitCompleted(application, id);
			assertThat(sequences()).hasSize(EVENTS).doesNotHaveDuplicates();
		}
	}

	/**
	 * As it is when all were out in two processes that died, and one of them ended two
	 * more in which it ran alone.
	 */
	@Test
	void whatEndsTheProcessIsParkedAndNothingElse(NatsServer server) throws Exception {
		StoredReplay stored;
		String durable;
		List<DeadLetterId> delivered = new ArrayList<>();
		try (BusApplication application = starting(server, "1h").start()) {
			publish(application, 3);
			ReplayableListener listener = new ListenerReplays(application.bean(ListenerRegistry.class),
					application.bean(ConnectionSupervisor.class))
				.find("users")
				.orElseThrow();
			long last = application.management().getStreamInfo(STREAM).getStreamState().getLastSequence();
			stored = new StoredReplay("0123456789ab", "users", STREAM, new ReplayRange(last - 2, last),
					listener.types(List.of()), List.of(), 0, Instant.now());
			durable = listener.durable(stored.id());
			application.management()
				.createConsumer(STREAM,
						listener.consumer(stored.id(), stored.types(), stored.range().first(), stored.metadata()));
			JetStreamSubscription subscription = application.connection()
				.jetStream()
				.subscribe(null, PullSubscribeOptions.bind(STREAM, durable));
			for (int deliveries = 0; deliveries < 6; deliveries++) {
				List<Message> messages = subscription.fetch(3, LIMIT);
				assertThat(messages).hasSize(3);
				if (deliveries == 0) {
					messages.forEach((message) -> delivered.add(new DeadLetterId(position(message), durable)));
				}
				messages.forEach(Message::nak);
			}
			for (int loneRun = 1; loneRun <= 2; loneRun++) {
				application.connection().jetStream().publish("trial." + delivered.get(1) + "." + loneRun, new byte[0]);
			}
			application.connection()
				.jetStream()
				.publish("trial." + new DeadLetterId(delivered.get(0).position(), "analytics-users") + ".1",
						new byte[0]);
		}
		try (BusApplication application = start(server)) {
			EventReplay replays = application.bean(EventReplay.class);
			await().atMost(LIMIT)
				.until(() -> replays.find(stored.id())
					.filter((replay) -> replay.state() == ReplayState.COMPLETED)
					.isPresent());
			ReplayProgress progress = replays.find(stored.id()).orElseThrow().progress();
			assertThat(progress.parked()).isEqualTo(1);
			assertThat(progress.handled()).isEqualTo(2);
			assertThat(sequences()).containsExactlyInAnyOrder(delivered.get(0).position().sequence(),
					delivered.get(2).position().sequence());
			DeadLetter dead = application.bean(DeadLetters.class)
				.find(new DeadLetterId(delivered.get(1).position(), "analytics-users"))
				.orElseThrow();
			assertThat(dead.reason()).isEqualTo(DeadLetterReason.PROCESS_DIED);
			assertThat(dead.replay()).isEqualTo(stored.id());
			assertThat(application.management()
				.getStreamInfo("DLQ_TRIALS", StreamInfoOptions.allSubjects())
				.getStreamState()
				.getSubjects()).extracting(Subject::getName)
				.as("records of the listener's own, and no others")
				.containsExactly("trial." + STREAM + ".analytics-users." + tail(delivered.get(0)) + ".1");
		}
	}

	private static StoredPosition position(Message message) {
		return new StoredPosition(STREAM, message.metaData().streamSequence(),
				message.metaData().timestamp().toInstant());
	}

	private static String tail(DeadLetterId id) {
		return id.toString().substring(id.toString().lastIndexOf('.') + 1);
	}

	private String begin(BusApplication application) throws Exception {
		publish(application, EVENTS);
		Replay replay = application.bean(EventReplay.class)
			.start(ReplayRequest.into("users").onlyRetained().atMostPerSecond(30));
		await().atMost(LIMIT).until(() -> sequences().size() >= 5);
		return replay.id();
	}

	private void publish(BusApplication application, int count) throws Exception {
		application.management().purgeStream(STREAM);
		application.publisher()
			.publishAll(List.copyOf(IntStream.range(0, count)
				.mapToObj((i) -> Event.of("auth.user.created", new User("u" + i)))
				.toList()));
		await().atMost(LIMIT).until(() -> this.users.calls("users", false).size() == count);
	}

	private void awaitCompleted(BusApplication application, String id) {
		EventReplay replays = application.bean(EventReplay.class);
		await().atMost(LIMIT)
			.until(() -> replays.find(id).filter((replay) -> replay.state() == ReplayState.COMPLETED).isPresent());
		ReplayProgress progress = replays.find(id).orElseThrow().progress();
		assertThat(progress.done()).isEqualTo(EVENTS);
		assertThat(progress.total()).isEqualTo(EVENTS);
		assertThat(progress.handled()).isEqualTo(EVENTS);
	}

	private List<Long> sequences() {
		return this.users.replayed("users").stream().map(Call::sequence).toList();
	}

	private BusApplication start(NatsServer server) {
		return starting(server, "1s").start();
	}

	private BusApplication.Builder starting(NatsServer server, String takeOverAfter) {
		return BusApplication.on(server)
			.bean(this.users)
			.property("nats.jetstream.replay.take-over-after", takeOverAfter)
			.property("nats.jetstream.listener.ack-wait", "1s");
	}

}
