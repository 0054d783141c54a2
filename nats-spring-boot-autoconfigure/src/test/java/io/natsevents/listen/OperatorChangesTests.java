package io.natsevents.listen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.publish.NoStreamForSubjectException;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an operator who changes streams and consumers under a running application.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class OperatorChangesTests {

	private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String TYPE = "auth.user.created";

	private static final String DURABLE = "analytics-users-on";

	private final Users users = new Users();

	private NatsServer server;

	private BusApplication application;

	@BeforeEach
	void start(NatsServer server) {
		this.server = server;
		this.application = BusApplication.on(server)
			.property("nats.jetstream.publisher.timeout", "1s")
			.bean(this.users)
			.start();
		await().atMost(LIMIT).until(() -> phase() == Phase.PULLING);
	}

	@AfterEach
	void stop() throws Exception {
		deleteStream();
		this.application.close();
	}

	@Test
	void filterThatWasWidenedIsNamedAndItsOtherEventsAreNeitherHandledNorLost(NatsServer server, CapturedOutput output)
			throws Exception {
		changeFilter("auth.>");
		await().atMost(NOTICED_WITHIN)
			.until(() -> reason().contains("filter subjects: [auth.>] -> [auth.user.created, auth.user.created.*]"));
		// Everything it asked for still comes
		assertThat(this.application.health("listeners").getStatus()).isEqualTo(Status.UP);
		Event<String> foreign = Event.of("auth.role.granted", "admin");
		this.application.publisher().publish(foreign);
		String asked = publish(1).get(0);
		this.users.handled.awaitCalls(1);
		assertThat(this.users.handled.eventIds()).containsExactly(asked);
		assertThat(this.application.consumer("users-on").getNumAckPending()).isEqualTo(1);
		assertThat(this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
		assertThat(output.getAll()).containsOnlyOnce("Listener users-on: its consumer on the server differs: filter"
				+ " subjects: [auth.>] -> [auth.user.created, auth.user.created.*]. Consumer"
				+ " AUTH_EVENTS/analytics-users-on is left alone");
		// A newer version of the application, say, for which the filter was widened
		this.application.listener("users-on").stop();
		Everything everything = new Everything();
		try (BusApplication newer = BusApplication.on(server).bean(everything).start()) {
			await().atMost(LIMIT).until(() -> everything.handled.eventIds().contains(foreign.id()));
			await().atMost(LIMIT).until(() -> newer.isDone("users-on"));
		}
	}

	@Test
	void filterThatWasNarrowedIsDownUntilTheNextStartChangesItBack(NatsServer server) throws Exception {
		changeFilter("auth.user.deleted");
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.MISSING_EVENTS);
		Health health = this.application.health("listeners");
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("users-on")).asString()
			.contains("filter subjects: [auth.user.deleted] -> [auth.user.created, auth.user.created.*];"
					+ " events of [auth.user.created, auth.user.created.*] do not come");
		Users next = new Users();
		try (BusApplication again = BusApplication.on(server).bean(next).start()) {
			List<String> published = publish(3);
			await().atMost(LIMIT)
				.until(() -> Stream.concat(this.users.handled.eventIds().stream(), next.handled.eventIds().stream())
					.toList()
					.containsAll(published));
			await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.PULLING);
			await().atMost(LIMIT).until(() -> again.isDone("users-on"));
		}
	}

	@Test
	void ackWaitThatWasShortenedIsNamed() throws Exception {
		change(ConsumerConfiguration.builder(configuration()).ackWait(Duration.ofSeconds(1)).build());
		await().atMost(NOTICED_WITHIN).until(() -> reason().contains("ack-wait: PT1S -> PT30S"));
		assertThat(this.application.health("listeners").getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void streamThatIsPurgedIsReadOnFromTheNextEvent(CapturedOutput output, Leftovers leftovers) throws Exception {
		// That the purged ones are missed shows some seconds later
		leftovers.allowErrors("were discarded by its retention or a purge");
		this.users.failing = true;
		publish(20);
		this.users.handled.awaitCalls(20);
		this.application.listener("users-on").pause();
		publish(30);
		this.application.management().purgeStream("AUTH_EVENTS");
		this.users.failing = false;
		this.application.listener("users-on").resume();
		List<String> published = publish(3);
		await().atMost(LIMIT).until(() -> this.users.handled.eventIds().containsAll(published));
		await().atMost(LIMIT).until(() -> this.application.isDone("users-on"));
		assertThat(phase()).isIn(Phase.PULLING, Phase.MISSING_EVENTS);
		assertThat(this.application.health("streams").getStatus()).isEqualTo(Status.UP);
		assertThat(output.getAll()).doesNotContain("RECOVERING");
		assertThat(this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
	}

	@Test
	void streamThatIsDeletedIsMissedByListenerHealthAndPublisherUntilItIsCreatedAgain(Leftovers leftovers)
			throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		publish(3);
		this.users.handled.awaitCalls(3);
		deleteStream();
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.WAITING_FOR_STREAM);
		assertThat(reason()).contains("Stream AUTH_EVENTS", "does not exist");
		assertThat(this.application.health("streams").getDetails().get("reason")).asString()
			.contains("the server does not have AUTH_EVENTS");
		assertThatExceptionOfType(NoStreamForSubjectException.class)
			.isThrownBy(() -> this.application.publisher().publish(Event.of(TYPE, "lost")))
			.withMessageContaining("No stream takes subject 'auth.user.created'");
		this.users.handled.calls().clear();
		createStream("auth.>");
		List<String> published = publish(3);
		await().atMost(LIMIT).until(() -> this.users.handled.size() >= 3);
		await().atMost(LIMIT).until(() -> this.application.isDone("users-on"));
		assertThat(this.users.handled.eventIds()).isEqualTo(published);
		await().atMost(NOTICED_WITHIN).until(() -> phase() == Phase.PULLING);
		assertThat(this.application.health("streams")).satisfies((streams) -> {
			assertThat(streams.getStatus()).isEqualTo(Status.UP);
			assertThat(streams.getDetails().get("wentBack")).asString().contains("AUTH_EVENTS={", "from=3", "to=");
		});
	}

	@Test
	void streamThatIsCreatedAgainWithOtherSubjectsTakesNothingAndTheReasonIsNamed() throws Exception {
		deleteStream();
		createStream("auth.role.>");
		await().atMost(NOTICED_WITHIN)
			.untilAsserted(() -> assertThatExceptionOfType(NoStreamForSubjectException.class)
				.isThrownBy(() -> this.application.publisher().publish(Event.of(TYPE, "lost")))
				.withMessageContaining("No stream takes subject 'auth.user.created'"));
		this.application.management()
			.updateStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
		List<String> published = publish(2);
		await().atMost(LIMIT).until(() -> this.users.handled.eventIds().equals(published));
		await().atMost(LIMIT).until(() -> this.application.isDone("users-on"));
	}

	private void changeFilter(String subject) throws Exception {
		change(ConsumerConfiguration.builder(configuration()).filterSubjects(subject).build());
	}

	private ConsumerConfiguration configuration() {
		return this.application.consumer("users-on").getConsumerConfiguration();
	}

	private void change(ConsumerConfiguration configuration) throws Exception {
		assertThat(this.application.management().addOrUpdateConsumer("AUTH_EVENTS", configuration).getName())
			.isEqualTo(DURABLE);
	}

	/**
	 * A server may bring back the messages of a stream that is created again before its
	 * files are gone (seen on 2.15.1).
	 */
	private void deleteStream() throws Exception {
		this.application.management().deleteStream("AUTH_EVENTS");
		await().atMost(LIMIT).until(() -> {
			try (Stream<Path> files = Files.walk(this.server.log().resolveSibling("store"))) {
				return files.noneMatch((path) -> path.endsWith("AUTH_EVENTS"));
			}
			catch (IOException | UncheckedIOException ex) {
				return false;
			}
		});
	}

	private void createStream(String subjects) throws Exception {
		assertThat(this.application.management()
			.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects(subjects).build())
			.getStreamState()
			.getMsgCount()).isZero();
	}

	private Phase phase() {
		return this.application.listener("users-on").state().phase();
	}

	private String reason() {
		String reason = this.application.listener("users-on").state().reason();
		return (reason != null) ? reason : "";
	}

	private List<String> publish(int count) {
		List<Event<String>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(TYPE, "ada")).toList();
		assertThat(this.application.publisher().publishAll(events).failures()).isEmpty();
		return events.stream().map(Event::id).toList();
	}

	static class Users {

		final Handled handled = new Handled();

		volatile boolean failing;

		@JetStreamListener(id = "users-on", value = TYPE)
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
			if (this.failing) {
				throw new IllegalStateException("not now");
			}
		}

	}

	static class Everything {

		final Handled handled = new Handled();

		@JetStreamListener(id = "users-on", value = "auth.>")
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

}
