package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.publish.PublishStatus;
import io.natsevents.publish.PublishUnavailableException;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for storage that is full: nothing that was confirmed is lost, nothing runs hot,
 * and everything goes on when there is room. What {@code discard: new} means to a
 * publisher stands in {@code PublishRefusalTests}.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class FullStorageTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String TYPE = "auth.user.created";

	@Test
	void serverWithoutRoomIsRetriedAndPublishingGoesOnOnceThereIsSome() throws Exception {
		Users users = new Users();
		try (NatsServer full = NatsServer.builder().maxFileStore(DataSize.ofMegabytes(2)).start();
				BusApplication application = BusApplication.on(full)
					.property("nats.jetstream.stream-defaults.max-bytes", "-1B")
					.property("nats.jetstream.dead-letter.stream.max-bytes", "-1B")
					.property("nats.jetstream.publisher.timeout", "500ms")
					.property("nats.jetstream.publisher.retry.max-duration", "1500ms")
					.bean(users)
					.start()) {
			assertThatExceptionOfType(PublishUnavailableException.class).isThrownBy(() -> {
				for (int i = 0; i < 20; i++) {
					application.publisher().publish(Event.of(TYPE, incompressible(200_000)));
				}
			}).satisfies((ex) -> {
				assertThat(ex.isRetryable()).isTrue();
				assertThat(ex.isOutcomeUnknown()).isFalse();
			}).withMessageContaining("insufficient resources [10023]");
			int stored = (int) application.management().getStreamInfo("AUTH_EVENTS").getStreamState().getMsgCount();
			users.handled.awaitCalls(stored);
			await().atMost(LIMIT).until(() -> application.isDone("users-on"));
			assertThat(application.listener("users-on").state().phase()).isEqualTo(Phase.PULLING);
			application.management().purgeStream("AUTH_EVENTS");
			assertThat(application.publisher().publish(Event.of(TYPE, "ada")).status()).isEqualTo(PublishStatus.STORED);
			users.handled.awaitCalls(stored + 1);
			await().atMost(LIMIT).until(() -> application.isDone("users-on"));
		}
	}

	@Test
	void deadLettersWithoutRoomStayWhereTheyAreAndAreParkedOnceThereIsSome(NatsServer server, CapturedOutput output)
			throws Exception {
		Users users = new Users();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.dead-letter.stream.max-bytes", "100B")
			.bean(users)
			.start()) {
			List<String> poisoned = publish(application, 30, "poison");
			await().atMost(LIMIT).until(() -> application.health("deadLetters").getStatus().equals(Status.DOWN));
			assertThat(application.health("deadLetters").getDetails().get("reason")).asString()
				.startsWith("the stream of dead letters is full: ")
				.contains("10077");
			await().atMost(LIMIT).until(() -> users.handled.eventIds().containsAll(poisoned));
			// The listener goes on with what is well
			List<String> healthy = publish(application, 30, "ada");
			await().atMost(LIMIT).until(() -> users.handled.eventIds().containsAll(healthy));
			await().atMost(LIMIT).until(() -> application.consumer("users-on").getNumAckPending() == 30);
			long asked = application.connection().getStatistics().getOutMsgs();
			await().during(Duration.ofSeconds(1)).until(() -> deadLetters(application) == 0);
			assertThat(application.connection().getStatistics().getOutMsgs() - asked).isLessThan(200);
			assertThat(output.getAll()).containsOnlyOnce("; it stays and is tried again every 5 s");
			StreamConfiguration full = application.management().getStreamInfo("DLQ_EVENTS").getConfiguration();
			application.management().updateStream(StreamConfiguration.builder(full).maxBytes(10_000_000).build());
			await().atMost(LIMIT).until(() -> application.isDone("users-on"));
			assertThat(deadLetters(application)).isEqualTo(30);
			assertThat(application.health("deadLetters").getStatus()).isEqualTo(Status.UP);
		}
	}

	private static List<String> publish(BusApplication application, int count, String data) {
		List<Event<String>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(TYPE, data)).toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
		return events.stream().map(Event::id).toList();
	}

	private static long deadLetters(BusApplication application) throws Exception {
		return application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount();
	}

	/**
	 * The server compresses what it stores.
	 */
	private static String incompressible(int length) {
		return new Random(length).ints(length, '!', '[')
			.collect(StringBuilder::new, (text, character) -> text.append((char) character), StringBuilder::append)
			.toString();
	}

	static class Users {

		final Handled handled = new Handled();

		@JetStreamListener(TYPE)
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
			if ("poison".equals(event.data())) {
				throw new RejectedEventException("never");
			}
		}

	}

}
