package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.support.Monitoring;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Tests for messages that somebody made to break the reader: each is handled or parked at
 * once with its own bytes, and the listener goes on.
 */
@NatsServerTest
class HostileInputTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final String TYPE = "auth.account.changed";

	private final Accounts accounts = new Accounts();

	private BusApplication application;

	@BeforeEach
	void start(NatsServer server) throws Exception {
		this.application = BusApplication.on(server).bean(this.accounts).start();
		this.application.management().purgeStream("AUTH_EVENTS");
		this.application.management().purgeStream("DLQ_EVENTS");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	static Stream<Arguments> parked() {
		return Stream.of(
				Arguments.of("nested 5,000 deep",
						event("{\"name\":\"x\",\"more\":" + "[".repeat(5000) + "]".repeat(5000) + "}"), "MALFORMED"),
				Arguments.of("number beyond a long", event("{\"amount\":" + "9".repeat(40) + "}"), "INVALID"),
				Arguments.of("number of 5,000 digits", event("{\"amount\":" + "9".repeat(5000) + "}"), "MALFORMED"),
				Arguments.of("number with a huge exponent", event("{\"amount\":1e1000000000}"), "INVALID"),
				Arguments.of("unknown enum", event("{\"colour\":\"ULTRAVIOLET\"}"), "INVALID"),
				Arguments.of("zero bytes", new byte[1000], "MALFORMED"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("parked")
	void isParkedAtOnceAsItWas(String name, byte[] body, String reason) throws Exception {
		send(body);
		await().atMost(LIMIT).until(() -> deadLetters() == 1);
		MessageInfo parked = this.application.management().getLastMessage("DLQ_EVENTS", "dlq.>");
		assertThat(parked.getHeaders().getFirst("Dlq-Reason")).isEqualTo(reason);
		assertThat(parked.getHeaders().getFirst("Dlq-Deliveries")).isEqualTo("1");
		assertThat(parked.getData()).isEqualTo(body);
		assertGoesOn();
		assertThat(this.accounts.handled).hasSize(1);
	}

	@Test
	void textOfNearlyAMegabyteAndKeysGivenTwiceAreHandled() throws Exception {
		send(event("{\"name\":\"" + "x".repeat(1_000_000) + "\"}"));
		send(event("{\"name\":\"first\",\"name\":\"second\"}"));
		await().atMost(LIMIT).until(() -> this.accounts.handled.size() == 2);
		assertThat(this.accounts.handled.get(0).name()).hasSize(1_000_000);
		assertThat(this.accounts.handled.get(1).name()).isEqualTo("second");
		assertGoesOn();
	}

	@Test
	void byteOrderMarkIsNoPartOfTheEvent() throws Exception {
		send(("\uFEFF" + new String(event("{\"name\":\"marked\"}"), StandardCharsets.UTF_8))
			.getBytes(StandardCharsets.UTF_8));
		await().atMost(LIMIT).until(() -> this.accounts.handled.size() == 1);
		assertGoesOn();
	}

	@Test
	void forgedHeadersOfTheServerDoNotReachTheDeadLetter() throws Exception {
		Headers forged = new Headers().put("Nats-Msg-Id", "x".repeat(10_000))
			.put("Nats-Sequence", "1")
			.put("Nats-Stream", "OTHER")
			.put("Dlq-Stream", "OTHER")
			.put("Dlq-Event-Id", "forged");
		this.application.connection().jetStream().publish(TYPE, forged, new byte[] { 'x' });
		await().atMost(LIMIT).until(() -> deadLetters() == 1);
		Headers parked = this.application.management().getLastMessage("DLQ_EVENTS", "dlq.>").getHeaders();
		assertThat(parked.keySet()).noneMatch((name) -> name.startsWith("Nats-S") || name.equals("Nats-Msg-Id"));
		assertThat(parked.get("Dlq-Stream")).containsExactly("AUTH_EVENTS");
		assertThat(parked.get("Dlq-Event-Id")).hasSize(1).doesNotContain("forged");
		assertGoesOn();
	}

	@Test
	void messageThatDidNotComeFromAStreamIsIgnored(NatsServer server) throws Exception {
		await().atMost(LIMIT).until(() -> phase() == Phase.PULLING);
		List<String> inboxes = Monitoring.of(server).subscriptions("_INBOX_analytics.");
		assertThat(inboxes).isNotEmpty();
		for (int i = 0; i < 20; i++) {
			for (String inbox : inboxes) {
				String subject = inbox.replace("*", "1");
				this.application.connection().publish(subject, event("{\"name\":\"smuggled\"}"));
				this.application.connection().publish(subject, "elsewhere", new byte[0]);
			}
		}
		assertGoesOn();
		await().atMost(LIMIT).until(() -> phase() == Phase.PULLING);
		assertThat(this.accounts.handled).extracting(Account::name).containsOnly("ada");
	}

	@Test
	void durableLongerThanTheServerTakesIsRefusedByName() {
		ListenerDefinition<Account> definition = ListenerDefinition.of("long", Account.class, TYPE)
			.durable("d".repeat(300));
		assertThatThrownBy(() -> this.application.subscriber().subscribe(definition, (event, context) -> {
		})).isInstanceOf(ListenerConfigurationException.class).hasMessageContaining("d".repeat(300));
	}

	private void send(byte[] body) throws Exception {
		this.application.connection().jetStream().publish(TYPE, body);
	}

	private void assertGoesOn() {
		this.application.publisher().publish(Event.of(TYPE, new Account("ada", 1L, Colour.RED)));
		await().atMost(LIMIT).until(() -> this.accounts.handled.stream().anyMatch((data) -> "ada".equals(data.name())));
		await().atMost(LIMIT).until(() -> this.application.isDone("accounts-on"));
	}

	private Phase phase() {
		return this.application.listener("accounts-on").state().phase();
	}

	private long deadLetters() throws Exception {
		return this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount();
	}

	private static byte[] event(String data) {
		return ("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"urn:test\",\"type\":\"" + TYPE
				+ "\",\"time\":\"2026-01-02T03:04:05Z\",\"organizationid\":\"acme\",\"data\":" + data + "}")
			.getBytes(StandardCharsets.UTF_8);
	}

	enum Colour {

		RED

	}

	record Account(String name, Long amount, Colour colour) {
	}

	static class Accounts {

		final List<Account> handled = new CopyOnWriteArrayList<>();

		@JetStreamListener(TYPE)
		void on(Account account) {
			this.handled.add(account);
		}

	}

}
