package io.natsevents.replay;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.natsevents.event.Event;
import io.natsevents.replay.ReplayedUsers.Call;
import io.natsevents.replay.ReplayedUsers.User;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for replays that another instance goes on with.
 */
@Tag("compat")
@NatsServerTest
class ReplayTakeOverTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

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

	private String begin(BusApplication application) throws Exception {
		application.management().purgeStream("AUTH_EVENTS");
		application.publisher()
			.publishAll(List.copyOf(IntStream.range(0, EVENTS)
				.mapToObj((i) -> Event.of("auth.user.created", new User("u" + i)))
				.toList()));
		await().atMost(LIMIT).until(() -> this.users.calls("users", false).size() == EVENTS);
		Replay replay = application.bean(EventReplay.class)
			.start(ReplayRequest.into("users").onlyRetained().atMostPerSecond(30));
		await().atMost(LIMIT).until(() -> sequences().size() >= 5);
		return replay.id();
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
		return BusApplication.on(server)
			.bean(this.users)
			.property("nats.jetstream.replay.take-over-after", "1s")
			.property("nats.jetstream.listener.ack-wait", "1s")
			.start();
	}

}
