package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.Event;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.support.BusApplication;
import io.natsevents.support.FrequentParking;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what becomes of events that fail: tried again, then parked.
 */
@Tag("compat")
@NatsServerTest
class RetryAndParkTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Users users = new Users();

	private BusApplication application;

	@BeforeEach
	void start(NatsServer server) throws Exception {
		this.application = BusApplication.on(server).configuration(FrequentParking.class).bean(this.users).start();
		this.application.management().purgeStream("AUTH_EVENTS");
		this.application.management().purgeStream("DLQ_EVENTS");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void threeDeliveriesThenSuccessIsOneAcknowledgement() throws Exception {
		Event<User> event = Event.of("auth.user.created", new User("flaky-2"));
		this.application.publisher().publish(event);
		this.users.handled.awaitCalls(3);
		awaitDone();
		assertThat(this.users.handled.calls()).extracting(Handled.Call::deliveryCount).containsExactly(1L, 2L, 3L);
		assertThat(this.users.handled.eventIds()).containsOnly(event.id());
		assertThat(deadLetters()).isZero();
	}

	@Test
	void sixFailuresAreOneDeadLetterWithTheOriginalBytes() throws Exception {
		Event<User> event = Event.of("auth.user.created", new User("poison"));
		PublishReceipt receipt = this.application.publisher().publish(event);
		awaitDeadLetters(1);
		awaitDone();
		assertThat(this.users.handled.calls()).hasSize(6);
		MessageInfo original = this.application.management().getMessage("AUTH_EVENTS", receipt.sequence().getAsLong());
		MessageInfo dead = deadLetter();
		assertThat(dead.getData()).isEqualTo(original.getData());
		assertThat(dead.getSubject()).isEqualTo("dlq.AUTH_EVENTS.analytics-users-on." + original.getSeq() + "-"
				+ nanos(original.getTime().toInstant()));
		Headers headers = dead.getHeaders();
		assertThat(headers.getFirst("Content-Type")).isEqualTo("application/cloudevents+json; charset=utf-8");
		assertThat(headers.containsKey("Nats-Msg-Id")).isFalse();
		assertThat(headers.getFirst("Dlq-Stream")).isEqualTo("AUTH_EVENTS");
		assertThat(headers.getFirst("Dlq-Consumer")).isEqualTo("analytics-users-on");
		assertThat(headers.getFirst("Dlq-Subject")).isEqualTo("auth.user.created");
		assertThat(headers.getFirst("Dlq-Sequence")).isEqualTo(Long.toString(original.getSeq()));
		assertThat(Instant.parse(headers.getFirst("Dlq-Stored-At"))).isEqualTo(original.getTime().toInstant());
		assertThat(headers.getFirst("Dlq-Event-Id")).isEqualTo(event.id());
		assertThat(headers.getFirst("Dlq-Reason")).isEqualTo("HANDLER_FAILED");
		assertThat(headers.getFirst("Dlq-Deliveries")).isEqualTo("6");
		assertThat(headers.getFirst("Dlq-Exception")).isEqualTo(IllegalStateException.class.getName());
		assertThat(headers.getFirst("Dlq-Message")).isEqualTo("cannot handle poison");
		assertThat(headers.getFirst("Dlq-Application")).isEqualTo("analytics");
		assertThat(Instant.parse(headers.getFirst("Dlq-First-Failed-At")))
			.isBefore(Instant.parse(headers.getFirst("Dlq-Last-Failed-At")));
	}

	@Test
	void rejectedEventIsParkedAtOnce() throws Exception {
		this.application.publisher().publish(Event.of("auth.user.created", new User("reject")));
		awaitDeadLetters(1);
		awaitDone();
		assertThat(this.users.handled.calls()).hasSize(1);
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("REJECTED");
	}

	@Test
	void bodyThatIsNotJsonIsParkedAndTheListenerGoesOn() throws Exception {
		byte[] body = "<user>ada</user>".getBytes(StandardCharsets.UTF_8);
		assertParked(body, "MALFORMED");
	}

	@Test
	void jsonThatIsNotACloudEventIsParked() throws Exception {
		assertParked("{\"id\":\"1\",\"name\":\"ada\"}".getBytes(StandardCharsets.UTF_8), "MALFORMED");
	}

	@Test
	void emptyBodyIsParked() throws Exception {
		assertParked(new byte[0], "MALFORMED");
	}

	@Test
	void dataOfAnotherShapeIsParked() throws Exception {
		byte[] body = cloudEvent("auth.user.created", "[1,2,3]");
		assertParked(body, "INVALID");
	}

	@Test
	void missingDataIsParked() throws Exception {
		assertParked(cloudEvent("auth.user.created", "null"), "INVALID");
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
	}

	@Test
	void dataThatFailsValidationIsParked() throws Exception {
		byte[] body = cloudEvent("auth.user.created", "{\"name\":\"\"}");
		assertParked(body, "INVALID");
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Message")).contains("name (NotBlank)");
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
	}

	@Test
	void eventOfAnotherTypeIsParked() throws Exception {
		assertParked(cloudEvent("auth.user.renamed", "{\"name\":\"ada\"}"), "WRONG_TYPE");
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
	}

	@Test
	void eventOfAnotherMajorVersionThanItsSubjectSaysIsParked() throws Exception {
		byte[] body = new String(cloudEvent("auth.user.created", "{\"name\":\"ada\"}"), StandardCharsets.UTF_8)
			.replace("\"specversion\"", "\"schemaversion\":\"2.0\",\"specversion\"")
			.getBytes(StandardCharsets.UTF_8);
		assertParked(body, "WRONG_TYPE");
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
	}

	@Test
	void forgedDeadLetterHeadersAreOverwritten() throws Exception {
		Headers headers = new Headers().put("Dlq-Reason", "NONE").put("dlq-extra", "forged").put("Trace", "kept");
		this.application.connection()
			.jetStream()
			.publish("auth.user.created", headers, "x".getBytes(StandardCharsets.UTF_8));
		awaitDeadLetters(1);
		awaitDone();
		Headers parked = deadLetter().getHeaders();
		assertThat(parked.get("Dlq-Reason")).containsExactly("MALFORMED");
		assertThat(parked.keySet()).doesNotContain("dlq-extra");
		assertThat(parked.getFirst("Trace")).isEqualTo("kept");
	}

	@Test
	void eventOfMaximumSizeIsParkedWithoutItsBody() throws Exception {
		byte[] body = new byte[(int) this.application.connection().getMaxPayload() - 1];
		Arrays.fill(body, (byte) 'x');
		this.application.connection().jetStream().publish("auth.user.created", body);
		awaitDeadLetters(1);
		awaitDone();
		MessageInfo dead = deadLetter();
		assertThat(dead.getData()).isNullOrEmpty();
		assertThat(dead.getHeaders().getFirst("Dlq-Body")).startsWith("in AUTH_EVENTS#");
		assertThat(dead.getHeaders().getFirst("Dlq-Dropped")).contains("body");
		assertListenerGoesOn();
	}

	@Test
	void eventThatCannotBeParkedStaysUntilItCan(NatsServer server) throws Exception {
		DeadLetterParking parking = this.application.bean(DeadLetterParking.class);
		this.application.management().deleteStream("DLQ_EVENTS");
		this.application.connection().jetStream().publish("auth.user.created", "x".getBytes(StandardCharsets.UTF_8));
		await().atMost(LIMIT).until(() -> parking.refusal() != null);
		assertThat(this.application.consumer("users-on").getNumAckPending()).isEqualTo(1);
		assertListenerGoesOn();
		try (BusApplication other = BusApplication.on(server).property("spring.application.name", "other").start()) {
			awaitDeadLetters(1);
			awaitDone();
			assertThat(parking.refusal()).isNull();
			assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("MALFORMED");
		}
	}

	private void assertParked(byte[] body, String reason) throws Exception {
		this.application.connection().jetStream().publish("auth.user.created", body);
		awaitDeadLetters(1);
		awaitDone();
		MessageInfo dead = deadLetter();
		assertThat(dead.getHeaders().getFirst("Dlq-Reason")).isEqualTo(reason);
		assertThat((dead.getData() != null) ? dead.getData() : new byte[0]).isEqualTo(body);
		assertThat(this.users.handled.calls()).isEmpty();
		assertListenerGoesOn();
	}

	private void assertListenerGoesOn() {
		Event<User> event = Event.of("auth.user.created", new User("ada"));
		this.application.publisher().publish(event);
		await().atMost(LIMIT).until(() -> this.users.handled.eventIds().contains(event.id()));
	}

	private static byte[] cloudEvent(String type, String data) {
		return ("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"urn:test\",\"type\":\"" + type
				+ "\",\"time\":\"2026-01-02T03:04:05Z\",\"organizationid\":\"acme\",\"data\":" + data + "}")
			.getBytes(StandardCharsets.UTF_8);
	}

	private static long nanos(Instant instant) {
		return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
	}

	private void awaitDone() {
		await().atMost(LIMIT).until(() -> this.application.isDone("users-on"));
	}

	private void awaitDeadLetters(long count) {
		await().atMost(LIMIT).until(() -> deadLetters() == count);
	}

	private long deadLetters() throws Exception {
		return this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount();
	}

	private MessageInfo deadLetter() throws Exception {
		return this.application.management().getLastMessage("DLQ_EVENTS", "dlq.>");
	}

	record User(@NotBlank String name) {
	}

	static class Users {

		private final Handled handled = new Handled();

		private final List<String> flaky = List.of("flaky-1", "flaky-2");

		@JetStreamListener("auth.user.created")
		void on(@Valid User user, Event<User> event, DeliveryContext context) {
			this.handled.add(event, context);
			if (user.name().equals("poison")) {
				throw new IllegalStateException("cannot handle poison");
			}
			if (user.name().equals("reject")) {
				throw new RejectedEventException("never");
			}
			if (this.flaky.contains(user.name())
					&& context.deliveryCount() <= Character.digit(user.name().charAt(6), 10)) {
				throw new IllegalStateException("not yet");
			}
		}

	}

}
