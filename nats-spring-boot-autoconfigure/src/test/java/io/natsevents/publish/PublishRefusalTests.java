package io.natsevents.publish;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.natsevents.connection.TestDetails;
import io.natsevents.event.Event;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for events the server does not take.
 */
@Tag("compat")
class PublishRefusalTests {

	private static final PublisherSettings BRIEF = TestPublisher.settings(Duration.ofSeconds(1), Duration.ofSeconds(3),
			10);

	private static Duration since(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static Event<?> large(int bytes) {
		return Event.of("auth.user.created", "x".repeat(bytes));
	}

	@Test
	void subjectWithoutStreamIsNamedWithTheDeclaredStreams() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			long begun = System.nanoTime();
			assertThatExceptionOfType(NoStreamForSubjectException.class)
				.isThrownBy(() -> test.publisher.publish(Event.of("billing.invoice.sent", "x")))
				.satisfies((ex) -> {
					assertThat(ex.getSubject()).isEqualTo("billing.invoice.sent");
					assertThat(ex.getDeclaredStreams()).containsExactly("AUTH_EVENTS [auth.>]");
					assertThat(ex.isRetryable()).isFalse();
				})
				.withMessageContaining("No stream takes subject 'billing.invoice.sent'")
				.withMessageContaining("AUTH_EVENTS [auth.>]")
				.withMessageContaining("Add 'billing' to nats.jetstream.services");
			assertThat(since(begun)).isLessThan(Duration.ofSeconds(2));
			assertThat(test.failed.values()).containsExactly("NoStreamForSubjectException");
		}
	}

	@Test
	void electionIsNotMistakenForAMissingStream() throws Exception {
		String inbox = "authorization { users: [ { user: ada, password: pw } ] }";
		try (NatsServer server = NatsServer.builder().jetStream(false).extraConfiguration(inbox).start()) {
			// The server has no JetStream at all: this connection plays its API, and for
			// two
			// seconds knows a stream whose leader is not there
			String url = "nats://ada:pw@127.0.0.1:" + server.port();
			try (Connection cluster = Nats.connect(url);
					TestPublisher test = new TestPublisher(TestDetails.of(url).connected(), TestPublisher.SETTINGS)) {
				AtomicInteger asked = new AtomicInteger();
				cluster.createDispatcher((message) -> cluster.publish(message.getReplyTo(), ("{\"type\":"
						+ "\"io.nats.jetstream.api.v1.stream_names_response\",\"total\":1,\"offset\":0,\"limit\":1024,"
						+ "\"streams\":[\"AUTH_EVENTS\"]}")
					.getBytes())).subscribe("$JS.API.STREAM.NAMES");
				cluster.flush(Duration.ofSeconds(2));
				long begun = System.nanoTime();
				Thread leader = new Thread(() -> {
					Awaitility.await().until(() -> since(begun).compareTo(Duration.ofSeconds(2)) > 0);
					cluster.createDispatcher((message) -> {
						asked.incrementAndGet();
						cluster.publish(message.getReplyTo(), "{\"stream\":\"AUTH_EVENTS\",\"seq\":1}".getBytes());
					}).subscribe("auth.>");
				});
				leader.start();
				PublishReceipt receipt = test.publisher.publish(TestPublisher.event());
				assertThat(receipt.status()).isEqualTo(PublishStatus.STORED);
				// Sent again inside the first attempt, not after it
				assertThat(since(begun)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2900));
				assertThat(asked).hasValue(1);
				assertThat(test.retried.get()).isBetween(5, 10);
				leader.join();
			}
		}
	}

	@Test
	void eventThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
		try (NatsServer server = NatsServer.builder().maxPayload(DataSize.ofKilobytes(4)).start();
				TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			Connection before = test.client();
			assertThatExceptionOfType(EventTooLargeException.class)
				.isThrownBy(() -> test.publisher.publish(large(5000)))
				.satisfies((ex) -> {
					assertThat(ex.getLimit()).isEqualTo(4096);
					assertThat(ex.getSize()).isBetween(5300L, 5800L);
					assertThat(ex).hasMessageContaining(ex.getSize() + " bytes")
						.hasMessageContaining("the server takes 4096");
				});
			assertThat(test.publisher.publish(large(3000)).status()).isEqualTo(PublishStatus.STORED);
			assertThat(test.client()).isSameAs(before);
			assertThat(test.connection.state().reconnects()).isZero();
			assertThat(test.client().getLastError()).isNullOrEmpty();
			assertThat(test.stored()).isEqualTo(1);
		}
	}

	@Test
	void largestEventTheServerTakesIsNotRefused() throws Exception {
		try (NatsServer server = NatsServer.builder().maxPayload(DataSize.ofKilobytes(4)).start();
				TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			long overhead = overhead(test);
			Event<?> exact = large((int) (4096 - overhead));
			assertThat(test.publisher.publish(exact).status()).isEqualTo(PublishStatus.STORED);
			assertThatExceptionOfType(EventTooLargeException.class)
				.isThrownBy(() -> test.publisher.publish(large((int) (4097 - overhead))))
				.satisfies((ex) -> assertThat(ex.getSize()).isEqualTo(4097));
			assertThat(test.connection.state().reconnects()).isZero();
		}
	}

	private static long overhead(TestPublisher test) {
		try {
			test.publisher.publish(large(10_000));
			throw new AssertionError("An event of more than 10,000 bytes was taken");
		}
		catch (EventTooLargeException ex) {
			return ex.getSize() - 10_000;
		}
	}

	@Test
	void eventLargerThanTheStreamTakesIsRejected() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream(StreamConfiguration.builder().maximumMessageSize(1000));
			long begun = System.nanoTime();
			assertThatExceptionOfType(PublishRejectedException.class)
				.isThrownBy(() -> test.publisher.publish(large(2000)))
				.withMessageContaining("10054")
				.withMessageContaining("auth.user.created");
			assertThat(since(begun)).isLessThan(Duration.ofSeconds(1));
		}
	}

	@Test
	void fullStreamThatDiscardsNewEventsIsRetriedThenUnavailable() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, BRIEF)) {
			test.createStream(StreamConfiguration.builder().maxBytes(1000).discardPolicy(DiscardPolicy.New));
			test.publisher.publish(TestPublisher.event());
			assertThatExceptionOfType(PublishUnavailableException.class)
				.isThrownBy(() -> test.publisher.publish(large(900)))
				.satisfies((ex) -> {
					assertThat(ex.isRetryable()).isTrue();
					assertThat(ex.isOutcomeUnknown()).isFalse();
				})
				.withMessageContaining("10077")
				.withMessageContaining("3 attempt(s)");
			// At 0, 0.5 and 2.5 s
			assertThat(test.retried).hasValue(2);
		}
	}

	@Test
	void eventIsStoredOnceTheFullStreamHasRoomAgain() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream(StreamConfiguration.builder().maxBytes(1000).discardPolicy(DiscardPolicy.New));
			test.publisher.publish(TestPublisher.event());
			CompletableFuture<PublishReceipt> waiting = test.publisher.publishAsync(large(500));
			Awaitility.await().until(() -> test.publisher.inFlight() == 1);
			test.client().jetStreamManagement().purgeStream("AUTH_EVENTS");
			assertThat(waiting).succeedsWithin(Duration.ofSeconds(5))
				.extracting(PublishReceipt::status)
				.isEqualTo(PublishStatus.STORED);
		}
	}

	@Test
	void missingPermissionIsRejectedAtOnceNamingTheSubject() throws Exception {
		String users = "authorization { users: [ { user: ada, password: pw, permissions: {"
				+ " publish: { allow: [\"auth.user.>\"] }, subscribe: [\"_INBOX_proof.>\"] } },"
				+ " { user: admin, password: pw } ] }";
		try (NatsServer server = NatsServer.builder().extraConfiguration(users).start()) {
			try (Connection admin = Nats.connect("nats://admin:pw@127.0.0.1:" + server.port())) {
				StreamInfo stream = admin.jetStreamManagement()
					.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
				assertThat(stream).isNotNull();
			}
			try (TestPublisher test = new TestPublisher(
					TestDetails.of("nats://ada:pw@127.0.0.1:" + server.port()).connected(), TestPublisher.SETTINGS)) {
				long begun = System.nanoTime();
				assertThatExceptionOfType(PublishRejectedException.class)
					.isThrownBy(() -> test.publisher.publish(Event.of("auth.role.granted", "x")))
					.withMessageContaining("may not publish to 'auth.role.granted'");
				assertThat(since(begun)).isLessThan(Duration.ofSeconds(1));
				// Needs no permission but these two
				assertThat(test.publisher.publish(TestPublisher.event()).status()).isEqualTo(PublishStatus.STORED);
			}
		}
	}

	@Test
	void collectionReportsEachFailure() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			Event<?> good = TestPublisher.event();
			Event<?> lost = Event.of("billing.invoice.sent", Map.of());
			Event<?> huge = large(2_000_000);
			Event<?> last = TestPublisher.event();
			PublishResults results = test.publisher.publishAll(List.of(good, lost, huge, last));
			assertThat(results.receipts()).extracting(PublishReceipt::eventId).containsExactly(good.id(), last.id());
			assertThat(results.failures()).extracting(PublishFailure::event).containsExactly(lost, huge);
			assertThat(results.failures()).extracting((failure) -> failure.exception().getClass().getSimpleName())
				.containsExactly("NoStreamForSubjectException", "EventTooLargeException");
		}
	}

}
