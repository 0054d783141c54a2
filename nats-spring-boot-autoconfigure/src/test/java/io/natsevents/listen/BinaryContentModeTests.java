package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.natsevents.event.Event;
import io.natsevents.publish.EventTooLargeException;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for events whose attributes are headers: published, listened to, parked.
 */
@Tag("compat")
@NatsServerTest
class BinaryContentModeTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Users users = new Users();

	private BusApplication application;

	@BeforeEach
	void start(NatsServer server) throws Exception {
		this.application = BusApplication.on(server)
			.property("nats.jetstream.publisher.content-mode", "binary")
			.property("nats.jetstream.listener.retry.max-retries", 1)
			.bean(this.users)
			.start();
		this.application.management().purgeStream("AUTH_EVENTS");
		this.application.management().purgeStream("DLQ_EVENTS");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void eventIsPublishedInHeadersAndHandledAsItWas() throws Exception {
		Event<User> event = Event.of("auth.user.created", new User("ada"))
			.entity("Euro € 😀")
			.correlationId("50% \"off\"")
			.extension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		MessageInfo message = stored(this.application.publisher().publish(event));
		assertThat(message.getData()).asString().isEqualTo("{\"name\":\"ada\"}");
		Headers headers = message.getHeaders();
		assertThat(headers.containsKey("Content-Type")).isFalse();
		assertThat(headers.get("Nats-Msg-Id")).containsExactly(event.id());
		assertThat(headers.get("ce-specversion")).containsExactly("1.0");
		assertThat(headers.get("ce-id")).containsExactly(event.id());
		assertThat(headers.get("ce-source")).containsExactly("urn:service:analytics");
		assertThat(headers.get("ce-organizationid")).containsExactly("acme");
		assertThat(headers.get("ce-subject")).containsExactly("Euro%20%E2%82%AC%20%F0%9F%98%80");
		assertThat(headers.get("ce-correlationid")).containsExactly("50%25%20%22off%22");
		assertThat(headers.get("ce-datacontenttype")).containsExactly("application/json");
		await().atMost(LIMIT).until(() -> this.users.handled.size() == 1);
		assertThat(this.users.handled.get(0)).isEqualTo(event.organizationId("acme").source("urn:service:analytics"));
	}

	@Test
	void bothModesAreReadByOneListener(NatsServer server) {
		try (BusApplication structured = BusApplication.on(server)
			.property("spring.application.name", "structured")
			.start()) {
			structured.publisher().publish(Event.of("auth.user.created", new User("structured")));
			this.application.publisher().publish(Event.of("auth.user.created", new User("binary")));
			await().atMost(LIMIT).until(() -> this.users.handled.size() == 2);
			assertThat(this.users.handled).extracting((event) -> event.data().name())
				.containsExactly("structured", "binary");
		}
	}

	@Test
	void failedEventIsParkedWithItsHeaders() throws Exception {
		Event<User> event = Event.of("auth.user.created", new User("poison")).entity("user/ö");
		MessageInfo original = stored(this.application.publisher().publish(event));
		MessageInfo dead = deadLetter();
		assertThat(dead.getData()).isEqualTo(original.getData());
		original.getHeaders().forEach((name, values) -> {
			if (name.startsWith("ce-")) {
				assertThat(dead.getHeaders().get(name)).isEqualTo(values);
			}
		});
		assertThat(dead.getHeaders().getFirst("Dlq-Event-Id")).isEqualTo(event.id());
		assertThat(dead.getHeaders().getFirst("Dlq-Reason")).isEqualTo("HANDLER_FAILED");
		assertThat(dead.getHeaders().getFirst("Dlq-Deliveries")).isEqualTo("2");
	}

	@Test
	void malformedEventOfAnotherClientIsParkedUnderItsId() throws Exception {
		Headers headers = foreign().put("CE-Subject", "a%C0%A0b").put("Nats-Msg-Id", "not-the-id");
		byte[] body = "{\"name\":\"ada\"}".getBytes(StandardCharsets.UTF_8);
		this.application.connection().jetStream().publish("auth.user.created", headers, body);
		MessageInfo dead = deadLetter();
		assertThat(dead.getData()).isEqualTo(body);
		assertThat(dead.getHeaders().getFirst("CE-Subject")).isEqualTo("a%C0%A0b");
		assertThat(dead.getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
		assertThat(dead.getHeaders().getFirst("Dlq-Reason")).isEqualTo("MALFORMED");
		assertThat(dead.getHeaders().getFirst("Dlq-Message")).isEqualTo("attribute 'subject' is not UTF-8");
		assertThat(this.users.handled).isEmpty();
	}

	@Test
	void dataThatIsNotUtf8IsParkedByteForByte() throws Exception {
		byte[] body = "{\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
		this.application.connection().jetStream().publish("auth.user.created", foreign(), body);
		MessageInfo dead = deadLetter();
		assertThat(dead.getData()).isEqualTo(body);
		assertThat(dead.getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
		assertThat(dead.getHeaders().getFirst("Dlq-Message")).isEqualTo("the data is not UTF-8 at byte 9");
	}

	@Test
	void dataThatDoesNotFitIsParkedUnderItsId() throws Exception {
		this.application.connection()
			.jetStream()
			.publish("auth.user.created", foreign(), "[1]".getBytes(StandardCharsets.UTF_8));
		MessageInfo dead = deadLetter();
		assertThat(dead.getHeaders().getFirst("Dlq-Event-Id")).isEqualTo("e-1");
		assertThat(dead.getHeaders().getFirst("Dlq-Reason")).isEqualTo("INVALID");
	}

	@Test
	void headersCountAgainstTheSizeTheServerTakes() throws Exception {
		long limit = this.application.connection().getMaxPayload();
		Event<User> event = Event.of("auth.user.created", new User("x".repeat((int) limit - 100)));
		assertThatExceptionOfType(EventTooLargeException.class)
			.isThrownBy(() -> this.application.publisher().publish(event))
			.satisfies((ex) -> assertThat(ex.getSize()).isGreaterThan(limit));
	}

	private static Headers foreign() {
		Headers headers = new Headers();
		Map.of("ce-specversion", "1.0", "ce-id", "e-1", "ce-source", "urn:other", "ce-type", "auth.user.created",
				"ce-time", "2026-01-02T03:04:05Z", "ce-organizationid", "acme")
			.forEach((name, value) -> headers.put(name, value));
		return headers;
	}

	private MessageInfo stored(PublishReceipt receipt) throws Exception {
		return this.application.management().getMessage("AUTH_EVENTS", receipt.sequence().getAsLong());
	}

	private MessageInfo deadLetter() throws Exception {
		await().atMost(LIMIT)
			.until(() -> this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount() == 1);
		await().atMost(LIMIT).until(() -> this.application.isDone("users-on"));
		return this.application.management().getLastMessage("DLQ_EVENTS", "dlq.>");
	}

	record User(String name) {
	}

	static class Users {

		private final List<Event<User>> handled = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.user.created")
		void on(Event<User> event) {
			if (event.data().name().equals("poison")) {
				throw new IllegalStateException("cannot handle poison");
			}
			this.handled.add(event);
		}

	}

}
