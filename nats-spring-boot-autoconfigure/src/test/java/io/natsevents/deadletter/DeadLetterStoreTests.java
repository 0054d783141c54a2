package io.natsevents.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.StoredMessage;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeadLetterStore}.
 */
@Tag("compat")
@NatsServerTest
class DeadLetterStoreTests {

	private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

	private static BusApplication application;

	private static JetStreamManagement management;

	private static DeadLetterStore store;

	@BeforeAll
	static void start(NatsServer server) throws Exception {
		application = BusApplication.on(server).start();
		management = application.management();
		store = new DeadLetterStore(application.bean(ConnectionSupervisor.class), Duration.ofSeconds(2));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void empty() throws Exception {
		management.purgeStream("DLQ_EVENTS");
		allowDirect(true);
	}

	@Test
	void anEntryIsFoundAsItIsStored() throws Exception {
		DeadLetterId id = id("AUTH_EVENTS", "users", 1);
		Headers headers = new Headers().put("Dlq-Reason", "MALFORMED").put("traceparent", List.of("one", "two"));
		PublishAck stored = application.connection().jetStream().publish(id.subject(), headers, bytes("{}"));
		StoredMessage found = store.find(id);
		assertThat(found).isNotNull();
		assertThat(found.sequence()).isEqualTo(stored.getSeqno());
		assertThat(found.subject()).isEqualTo(id.subject());
		assertThat(found.body()).isEqualTo(bytes("{}"));
		assertThat(found.headers()).isEqualTo(headers);
		assertThat(found.header("dlq-reason")).isEqualTo("MALFORMED");
		MessageInfo info = management.getMessage("DLQ_EVENTS", stored.getSeqno());
		assertThat(found.storedAt()).isEqualTo(info.getTime().toInstant());
		assertThat(page(store, "dlq.>", 1, 10)).singleElement().satisfies((entry) -> {
			assertThat(entry.headers()).isEqualTo(headers);
			assertThat(entry.storedAt()).isEqualTo(found.storedAt());
			assertThat(entry.body()).isEqualTo(found.body());
		});
		assertThat(store.find(id("AUTH_EVENTS", "users", 2))).isNull();
	}

	@Test
	void pagesAreReadInOrderWithHolesAndByFilter() throws Exception {
		publish(250);
		for (long sequence : sequences(page(store, "dlq.>", 1, 20))) {
			management.deleteMessage("DLQ_EVENTS", sequence);
		}
		assertPages();
	}

	@Test
	void pagesAreReadFromTheLeaderWhenDirectGetIsOff() throws Exception {
		publish(250);
		for (long sequence : sequences(page(store, "dlq.>", 1, 20))) {
			management.deleteMessage("DLQ_EVENTS", sequence);
		}
		allowDirect(false);
		assertPages();
	}

	private static void assertPages() {
		List<StoredMessage> all = page(store, "dlq.>", 1, 1000);
		assertThat(all).hasSize(230);
		assertThat(sequences(all)).isSorted().doesNotHaveDuplicates();
		assertThat(sequences(page(store, "dlq.>", 0, 115))).isEqualTo(sequences(all.subList(0, 115)));
		assertThat(sequences(page(store, "dlq.>", all.get(115).sequence(), 115)))
			.isEqualTo(sequences(all.subList(115, 230)));
		assertThat(page(store, "dlq.>", all.get(229).sequence() + 1, 10)).isEmpty();
		assertThat(page(store, "dlq.*.odd.*", 1, 1000)).hasSize(115)
			.allMatch((entry) -> entry.subject().contains(".odd."));
		assertThat(page(store, "dlq.OTHER.*.*", 1, 10)).isEmpty();
		assertThat(store.count("dlq.>")).isEqualTo(230);
		assertThat(store.count("dlq.*.odd.*")).isEqualTo(115);
		assertThat(store.count("dlq.OTHER.*.*")).isZero();
	}

	@Test
	void aScanCanBeginAtATime() throws Exception {
		publish(40);
		List<StoredMessage> all = page(store, "dlq.>", 1, 100);
		for (int deleted : List.of(0, 7, 8, 9, 20)) {
			store.delete(all.get(deleted).sequence());
		}
		for (StoredMessage entry : page(store, "dlq.*.odd.*", 1, 100)) {
			long beginning = store.beginning("dlq.*.odd.*", entry.storedAt());
			assertThat(store.next("dlq.*.odd.*", beginning)).isNotNull()
				.extracting(StoredMessage::sequence)
				.isEqualTo(entry.sequence());
		}
		assertThat(store.beginning("dlq.>", NOON)).isOne();
		assertThat(store.next("dlq.>", store.beginning("dlq.>", all.get(39).storedAt().plusNanos(1)))).isNull();
		assertThat(store.beginning("dlq.OTHER.*.*", NOON)).isOne();
	}

	@Test
	void anEntryIsDeletedByItsOwnSequenceOnce() throws Exception {
		publish(1);
		long first = page(store, "dlq.>", 1, 1).get(0).sequence();
		publish(1);
		assertThat(store.delete(first)).isFalse();
		long second = page(store, "dlq.>", 1, 1).get(0).sequence();
		assertThat(store.delete(second)).isTrue();
		assertThat(store.delete(second)).isFalse();
		assertThat(store.delete(1_000_000)).isFalse();
		assertThat(page(store, "dlq.>", 1, 1)).isEmpty();
	}

	@Test
	void anOriginalIsReadUnlessAnotherHasItsSequence() throws Exception {
		PublishAck stored = application.connection().jetStream().publish("auth.user.created", bytes("x"));
		Instant time = management.getMessage("AUTH_EVENTS", stored.getSeqno()).getTime().toInstant();
		StoredPosition position = new StoredPosition("AUTH_EVENTS", stored.getSeqno(), time);
		assertThat(store.original(position)).isNotNull()
			.satisfies((original) -> assertThat(original.body()).isEqualTo(bytes("x")));
		assertThat(store.original(new StoredPosition("AUTH_EVENTS", stored.getSeqno(), NOON))).isNull();
		assertThat(store.original(new StoredPosition("AUTH_EVENTS", stored.getSeqno() + 1, time))).isNull();
		assertThat(store.original(new StoredPosition("NO_EVENTS", 1, time))).isNull();
	}

	@Test
	void aMissingStreamIsSaid(NatsServer server) throws Exception {
		StreamConfiguration stream = management.getStreamInfo("DLQ_EVENTS").getConfiguration();
		management.deleteStream("DLQ_EVENTS");
		try {
			assertThatExceptionOfType(DeadLettersUnavailableException.class)
				.isThrownBy(() -> store.find(id("AUTH_EVENTS", "users", 1)))
				.withMessageContaining("There is no stream DLQ_EVENTS");
			assertThatExceptionOfType(DeadLettersUnavailableException.class)
				.isThrownBy(() -> page(store, "dlq.>", 1, 1))
				.withMessageContaining("There is no stream DLQ_EVENTS");
			assertThatExceptionOfType(DeadLettersUnavailableException.class).isThrownBy(() -> store.count("dlq.>"))
				.withMessageContaining("There is no stream DLQ_EVENTS");
			assertThatExceptionOfType(DeadLettersUnavailableException.class).isThrownBy(() -> store.delete(1))
				.withMessageContaining("There is no stream DLQ_EVENTS");
		}
		finally {
			management.addStream(stream);
		}
	}

	@Test
	void streamsOfOneNameOnTwoServersAreNotMixedUp() throws Exception {
		publish(3);
		try (NatsServer other = NatsServer.builder().start();
				BusApplication second = BusApplication.on(other).start();
				Connection connection = Nats.connect(other.url())) {
			StreamConfiguration stream = second.management().getStreamInfo("DLQ_EVENTS").getConfiguration();
			connection.jetStreamManagement()
				.updateStream(StreamConfiguration.builder(stream).allowDirect(false).build());
			DeadLetterStore others = new DeadLetterStore(second.bean(ConnectionSupervisor.class),
					Duration.ofSeconds(2));
			assertThat(page(others, "dlq.>", 1, 10)).isEmpty();
			assertThat(page(store, "dlq.>", 1, 10)).hasSize(3);
			assertThat(others.find(id("AUTH_EVENTS", "odd", 1))).isNull();
			assertThat(store.find(id("AUTH_EVENTS", "odd", 1))).isNotNull();
		}
	}

	private static List<StoredMessage> page(DeadLetterStore source, String filter, long from, int most) {
		DeadLetterScan scan = source.scan(filter, from);
		List<StoredMessage> entries = new ArrayList<>();
		while (entries.size() < most) {
			List<StoredMessage> some = scan.next(most - entries.size());
			if (some.isEmpty()) {
				break;
			}
			entries.addAll(some);
		}
		return entries;
	}

	private static void publish(int count) throws Exception {
		for (int i = 0; i < count; i++) {
			application.connection()
				.jetStream()
				.publish(id("AUTH_EVENTS", (i % 2 == 0) ? "even" : "odd", i).subject(), bytes("{}"));
		}
	}

	private static void allowDirect(boolean allowed) throws Exception {
		StreamConfiguration stream = management.getStreamInfo("DLQ_EVENTS").getConfiguration();
		management.updateStream(StreamConfiguration.builder(stream).allowDirect(allowed).build());
	}

	private static List<Long> sequences(List<StoredMessage> entries) {
		return entries.stream().map(StoredMessage::sequence).toList();
	}

	private static DeadLetterId id(String stream, String durable, long sequence) {
		return new DeadLetterId(new StoredPosition(stream, sequence, NOON), durable);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
