package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ServerWithUsers;
import io.natsevents.support.StoreCopy;
import io.natsevents.support.StreamFiles;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a listener tells when its consumer came back further on than its stream
 * after a loss of power, and only then.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class ConsumerFurtherOnTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final String TOLD = "of stream AUTH_EVENTS after it went back";

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Users users = new Users();

	@AfterEach
	void deleteStream(NatsServer server) throws Exception {
		try (Connection client = Nats.connect(server.url())) {
			JetStreamManagement management = client.jetStreamManagement();
			for (String stream : management.getStreamNames()) {
				management.deleteStream(stream);
				new StreamFiles(server, stream).awaitGone();
			}
		}
	}

	@Test
	void whatWasStoredAnewWhereTheConsumerHadBeenIsTold(NatsServer server, Leftovers leftovers, CapturedOutput output)
			throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back").allowErrors(TOLD);
		StreamFiles files = new StreamFiles(server, STREAM);
		try (BusApplication application = BusApplication.on(server).bean(this.users).start()) {
			publish(application, "kept", 20);
			awaitHandled("kept", 20, application);
			files.copyMessages();
			publish(application, "lost", 30);
			awaitHandled("lost", 30, application);
			files.restoreMessagesBehind("analytics-users", (other) -> {
				try (BusApplication quick = BusApplication.on(other).start()) {
					publish(quick, "new", 45);
				}
			});
			awaitHandled("new", 15, application);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(application.health("listeners").getDetails().get("users")).asString()
					.contains("MISSING_EVENTS", "at least 30 event(s) were stored at sequences 21 to 50 " + TOLD));
			assertThat(application.health("listeners").getStatus()).isEqualTo(Status.DOWN);
			publish(application, "later", 10);
			awaitHandled("later", 10, application);
			assertThat(handled("new")).isEqualTo(15);
			assertThat(this.users.handled).contains("new30", "new44").doesNotContain("new29");
			assertThat(output).containsOnlyOnce(TOLD)
				.containsPattern("ERROR.* Listener users \\(durable analytics-users\\): at least 30 event\\(s\\) were");
		}
	}

	@Test
	void aConsumerThatCameBackWithItsStreamIsNotAccused(NatsServer server, Leftovers leftovers, CapturedOutput output)
			throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		try (BusApplication application = BusApplication.on(server).bean(this.users).start()) {
			publish(application, "kept", 20);
			awaitHandled("kept", 20, application);
			List<StoreCopy> copies = StoreCopy.of(List.of(server));
			publish(application, "lost", 30);
			awaitHandled("lost", 30, application);
			server.kill();
			copies.get(0).putBack();
			server.start();
			publish(application, "new", 45);
			awaitHandled("new", 45, application);
			awaitLooks(application);
			assertThat(output).doesNotContain("after it went back");
		}
	}

	@Test
	@Tag("slow")
	void whatAnotherInstanceHasHandledIsOnlyAWarning(NatsServer server, Leftovers leftovers, CapturedOutput output)
			throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		try (BusApplication application = BusApplication.on(server).bean(this.users).start();
				BusApplication other = BusApplication.on(server).bean(this.users).start()) {
			awaitPulling(application, other);
			publish(application, "kept", 40);
			awaitHandled("kept", 40, application);
			List<StoreCopy> copies = StoreCopy.of(List.of(server));
			publish(application, "lost", 30);
			awaitHandled("lost", 30, application);
			server.kill();
			copies.get(0).putBack();
			server.start();
			awaitPulling(application, other);
			publish(application, "new", 60);
			awaitHandled("new", 60, application);
			await().atMost(LIMIT)
				.untilAsserted(() -> assertThat(output.toString())
					.containsPattern("WARN.* were stored at sequences 41 to \\d+ " + TOLD + ", and did not come"));
			assertThat(output.toString()).doesNotContainPattern("ERROR.*" + TOLD);
		}
	}

	@Test
	void aStreamThatKeptEverythingIsNotAccused(NatsServer server, CapturedOutput output) {
		try (BusApplication application = BusApplication.on(server).bean(this.users).start()) {
			publish(application, "first", 20);
			awaitHandled("first", 20, application);
			server.kill();
			server.start();
			publish(application, "second", 20);
			awaitHandled("second", 20, application);
			awaitLooks(application);
			assertThat(output).doesNotContain("after it went back").doesNotContain("Nobody can tell");
		}
	}

	@Test
	void aStreamThatChangesItsLeaderIsNotAccused(CapturedOutput output) throws Exception {
		try (NatsCluster cluster = NatsCluster.builder().start();
				BusApplication application = BusApplication.on(cluster).bean(this.users).start()) {
			publish(application, "before", 20);
			cluster.stepDownStreamLeader(STREAM);
			cluster.stepDownConsumerLeader(STREAM, "analytics-users");
			publish(application, "after", 20);
			awaitHandled("after", 20, application);
			awaitLooks(application);
			assertThat(output).doesNotContain("after it went back");
		}
	}

	@Test
	void whoMayNotReadTheStreamIsToldOnceAndGoesOn(CapturedOutput output) throws Exception {
		try (ServerWithUsers server = ServerWithUsers.start();
				BusApplication application = server.application().bean(this.users).start()) {
			server.denyPublishing("$JS.API.STREAM.MSG.GET.AUTH_EVENTS");
			publish(application, "first", 20);
			awaitHandled("first", 20, application);
			server.server().restart();
			await().atMost(LIMIT).until(() -> output.toString().contains("Nobody can tell whether the consumer"));
			publish(application, "last", 5);
			awaitHandled("last", 5, application);
			assertThat(output)
				.containsOnlyOnce("Nobody can tell whether the consumer of listener users came back further on")
				.contains("'$JS.API.STREAM.MSG.GET.AUTH_EVENTS'");
		}
	}

	/**
	 * A look every two seconds, two of which settle what is suspected.
	 */
	private void awaitLooks(BusApplication application) {
		await().pollDelay(Duration.ofMillis(2500))
			.atMost(LIMIT)
			.until(() -> application.listener("users").state().phase() == Phase.PULLING);
	}

	private static void awaitPulling(BusApplication... applications) {
		await().atMost(LIMIT)
			.until(() -> Stream.of(applications)
				.allMatch((each) -> each.connection().getStatus() == Connection.Status.CONNECTED
						&& each.listener("users").state().phase() == Phase.PULLING));
	}

	private static void publish(BusApplication application, String name, int count) {
		await().atMost(LIMIT).until(() -> application.health("connection").getStatus().equals(Status.UP));
		List<Event<String>> events = IntStream.range(0, count)
			.mapToObj((number) -> Event.of("auth.user.created", name + number))
			.toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	private void awaitHandled(String name, int count, BusApplication application) {
		await().atMost(LIMIT).until(() -> handled(name) >= count && application.isDone("users"));
	}

	private long handled(String name) {
		return this.users.handled.stream().filter((each) -> each.startsWith(name)).count();
	}

	static final class Users {

		private final Set<String> handled = ConcurrentHashMap.newKeySet();

		@JetStreamListener(value = "auth.user.created", id = "users")
		void on(Event<String> event) {
			this.handled.add(String.valueOf(event.data()));
		}

	}

}
