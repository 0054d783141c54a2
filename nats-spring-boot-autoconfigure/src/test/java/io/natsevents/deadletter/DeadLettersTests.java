package io.natsevents.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventHeaders;
import io.natsevents.support.BusApplication;
import io.natsevents.support.RawClient;
import io.natsevents.support.ServerWithUsers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DeadLetters}.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class DeadLettersTests {

	private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.000000001Z");

	private static BusApplication application;

	private static JetStreamManagement management;

	private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

	private final List<DeadLetterId> discarded = new CopyOnWriteArrayList<>();

	private final DeadLetters deadLetters = new DeadLetters(application.bean(ConnectionSupervisor.class), codec(),
			Duration.ofSeconds(2), this.now::get, new DeadLetterObserver() {

				@Override
				public void discarded(DeadLetterId id) {
					DeadLettersTests.this.discarded.add(id);
				}

			});

	@BeforeAll
	static void start(NatsServer server) throws Exception {
		application = BusApplication.on(server).start();
		management = application.management();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void empty() throws Exception {
		management.purgeStream("DLQ_EVENTS");
	}

	@Test
	void withoutDeadLettersThereAreNone() {
		assertThat(this.deadLetters.browse(DeadLetterQuery.all())).isEqualTo(new DeadLetterPage(List.of(), none()));
		assertThat(this.deadLetters.count(DeadLetterQuery.all())).isZero();
		assertThat(this.deadLetters.count(DeadLetterQuery.all().type("auth.user.created"))).isZero();
		assertThat(this.deadLetters.find(id(1))).isEmpty();
		assertThat(this.deadLetters.content(id(1))).isEmpty();
		assertThat(this.deadLetters.discardAll(DeadLetterQuery.all(), "empty")).isEqualTo(new DiscardResult(0, 0));
	}

	@Test
	void everythingThatIsKnownIsShown() throws Exception {
		PublishAck stored = park(id(7),
				headers(DeadLetterReason.HANDLER_FAILED).put("Dlq-Message", "no")
					.put("Dlq-Exception", "java.lang.IllegalStateException")
					.put("Dlq-Stack-Trace", "one\\n  at two\\n")
					.put("Dlq-Replay", "3f9c2b7a1d04")
					.put("Dlq-Dropped", "message,header x")
					.put("Dlq-Claimed-Until", "2026-01-02T12:05:00Z")
					.put("Dlq-Claimed-By", "analytics/abc"),
				event(7, "acme"));
		DeadLetter found = this.deadLetters.find(id(7)).orElseThrow();
		assertThat(found).isEqualTo(new DeadLetter(id(7), stored.getSeqno(), found.parkedAt(), found.size(),
				"auth.user.created", DeadLetterReason.HANDLER_FAILED, 6, NOON.plusSeconds(1), NOON.plusSeconds(2),
				"java.lang.IllegalStateException", "no", "one\n  at two\n", "analytics", "3f9c2b7a1d04",
				List.of("message", "header x"), "e-7", "auth.user.created", "acme", "user/7",
				Instant.parse("2026-01-02T12:05:00Z"), "analytics/abc"));
		assertThat(found.isComplete()).isTrue();
		assertThat(this.deadLetters.browse(DeadLetterQuery.all()).deadLetters()).containsExactly(found);
		DeadLetterContent content = this.deadLetters.content(id(7)).orElseThrow();
		assertThat(content.deadLetter()).isEqualTo(found);
		assertThat(content.source()).isEqualTo(DeadLetterContent.Source.DEAD_LETTER);
		assertThat(content.headers()).containsEntry("Dlq-Message", List.of("no"));
		assertThat(content.event()).isNotNull().satisfies((event) -> assertThat(event.data()).hasToString("data 7"));
	}

	@Test
	void pagesFollowOneAnother() throws Exception {
		for (int i = 1; i <= 250; i++) {
			park(id(i), headers(DeadLetterReason.HANDLER_FAILED), event(i, (i % 2 == 0) ? "acme" : "other"));
		}
		for (long deleted : List.of(3L, 100L, 101L)) {
			management.deleteMessage("DLQ_EVENTS", this.deadLetters.find(id(deleted)).orElseThrow().sequence());
		}
		assertThat(all(DeadLetterQuery.all().limit(100))).hasSize(247).doesNotHaveDuplicates();
		assertThat(all(DeadLetterQuery.all().limit(1000))).hasSize(247);
		assertThat(all(DeadLetterQuery.all().organizationId("acme").limit(7))).hasSize(124).allMatch((i) -> i % 2 == 0);
		assertThat(this.deadLetters.browse(DeadLetterQuery.all().limit(247)).next()).isPresent();
		assertThat(this.deadLetters.browse(DeadLetterQuery.all().limit(248)).next()).isEmpty();
		assertThat(this.deadLetters.browse(DeadLetterQuery.all().after(Long.MAX_VALUE)).deadLetters()).isEmpty();
		assertThat(this.deadLetters.count(DeadLetterQuery.all())).isEqualTo(247);
		assertThat(this.deadLetters.count(DeadLetterQuery.all().organizationId("acme"))).isEqualTo(124);
	}

	@Test
	void anEntryReplacedMeanwhileComesOnceMoreAtTheEnd() throws Exception {
		for (int i = 1; i <= 5; i++) {
			park(id(i), headers(DeadLetterReason.HANDLER_FAILED), event(i, "acme"));
		}
		DeadLetterPage first = this.deadLetters.browse(DeadLetterQuery.all().limit(2));
		park(id(1), headers(DeadLetterReason.HANDLER_FAILED), event(1, "acme"));
		DeadLetterPage second = this.deadLetters
			.browse(DeadLetterQuery.all().limit(10).after(first.next().getAsLong()));
		assertThat(sequences(first.deadLetters())).containsExactly(1L, 2L);
		assertThat(sequences(second.deadLetters())).containsExactly(3L, 4L, 5L, 1L);
	}

	@Test
	void aPageEndsAfterManyEntriesThatAreNotMeant() throws Exception {
		for (int i = 1; i <= 5001; i++) {
			application.connection().publish(id(i).subject(), headers(DeadLetterReason.HANDLER_FAILED), bytes("{}"));
		}
		park(id(5002), headers(DeadLetterReason.MALFORMED), bytes("{"));
		DeadLetterQuery query = DeadLetterQuery.all().reason(DeadLetterReason.MALFORMED);
		DeadLetterPage first = this.deadLetters.browse(query);
		assertThat(first.deadLetters()).isEmpty();
		assertThat(first.next()).isPresent();
		DeadLetterPage second = this.deadLetters.browse(query.after(first.next().getAsLong()));
		assertThat(sequences(second.deadLetters())).containsExactly(5002L);
		assertThat(second.next()).isEmpty();
		assertThat(this.deadLetters.count(query)).isOne();
		assertThat(this.deadLetters.count(DeadLetterQuery.all())).isEqualTo(5002);
	}

	@Test
	void eachConditionNarrows() throws Exception {
		park(id(1), headers(DeadLetterReason.HANDLER_FAILED), event(1, "acme"));
		park(id("AUTH_EVENTS", "other", 2), headers(DeadLetterReason.PROCESS_DIED), event(2, "acme"));
		PublishAck third = park(id("BILLING_EVENTS", "users", 3), headers(DeadLetterReason.MALFORMED), bytes("{"));
		Event<String> binary = Event.of("auth.user.deleted", "x").id("e-4").source("urn:x").organizationId("globex");
		Headers headers = headers(DeadLetterReason.HANDLER_FAILED);
		EventHeaders.of(binary).forEach(headers::put);
		park(id(4), headers, bytes("\"x\""));
		DeadLetterQuery query = DeadLetterQuery.all();
		assertThat(all(query)).containsExactly(1L, 2L, 3L, 4L);
		assertThat(all(query.stream("AUTH_EVENTS"))).containsExactly(1L, 2L, 4L);
		assertThat(all(query.durable("users"))).containsExactly(1L, 3L, 4L);
		assertThat(all(query.stream("AUTH_EVENTS").durable("users"))).containsExactly(1L, 4L);
		assertThat(all(query.type("auth.user.deleted"))).containsExactly(4L);
		assertThat(all(query.organizationId("globex"))).containsExactly(4L);
		assertThat(all(query.reason(DeadLetterReason.PROCESS_DIED))).containsExactly(2L);
		assertThat(all(query.type("auth.user.created").durable("users"))).containsExactly(1L);
		Instant parked = management.getMessage("DLQ_EVENTS", third.getSeqno()).getTime().toInstant();
		assertThat(all(query.parked(parked, null))).containsExactly(3L, 4L);
		assertThat(all(query.parked(null, parked))).containsExactly(1L, 2L);
		assertThat(all(query.parked(parked, parked.plusNanos(1)))).containsExactly(3L);
		assertThat(all(query.parked(Instant.MIN, Instant.MAX))).containsExactly(1L, 2L, 3L, 4L);
		assertThat(all(query.parked(parked.plusSeconds(3600), null))).isEmpty();
		assertThat(all(query.stream("NONE"))).isEmpty();
		assertThat(this.deadLetters.count(query.durable("users"))).isEqualTo(3);
		assertThat(this.deadLetters.count(query.parked(null, parked))).isEqualTo(2);
	}

	@Test
	void whatCannotBeReadIsShownAsFarAsItCan() throws Exception {
		park(id(1), new Headers(), bytes(""));
		park(id(2),
				new Headers().put("Dlq-Reason", "BORED")
					.put("Dlq-Deliveries", "many")
					.put("Dlq-First-Failed-At", "yesterday")
					.put("Dlq-Dropped", " ,,")
					.put("Dlq-Stack-Trace", "\\x\\")
					.put("Dlq-Claimed-Until", "soon")
					.put("Dlq-Message", "still here"),
				bytes("[]"));
		application.connection().publish("dlq.by-hand", bytes("x"));
		application.connection().publish("dlq.AUTH_EVENTS.users.07-1", bytes("x"));
		application.connection().publish("dlq.AUTH_EVENTS.users.x", bytes("x"));
		application.connection().flush(Duration.ofSeconds(2));
		List<DeadLetter> found = this.deadLetters.browse(DeadLetterQuery.all()).deadLetters();
		assertThat(sequences(found)).containsExactly(1L, 2L);
		assertThat(found.get(0).reason()).isNull();
		assertThat(found.get(0).deliveries()).isZero();
		assertThat(found.get(1)).satisfies((deadLetter) -> {
			assertThat(deadLetter.reason()).isNull();
			assertThat(deadLetter.deliveries()).isZero();
			assertThat(deadLetter.firstFailedAt()).isNull();
			assertThat(deadLetter.dropped()).isEmpty();
			assertThat(deadLetter.stackTrace()).isEqualTo("\\x\\");
			assertThat(deadLetter.claimedUntil()).isNull();
			assertThat(deadLetter.message()).isEqualTo("still here");
			assertThat(deadLetter.type()).isNull();
		});
	}

	@Test
	void headersThatNoClientOfOursWritesAreRead(NatsServer server) throws Exception {
		DeadLetterId id = id(1);
		try (RawClient client = RawClient.of(server)) {
			client.publish(id.subject(),
					"NATS/1.0\r\nDlq-Reason: MALFORMED\r\nDlq-Message: na\u00efve\r\n: no name\r\n\r\n", "{}");
			client.publish(id(2).subject(), "NATS/1.0 404 Not Found\r\nDlq-Reason: MALFORMED\r\n\r\n", "{}");
		}
		park(id(3), headers(DeadLetterReason.MALFORMED), bytes("{}"));
		DeadLetter found = this.deadLetters.find(id).orElseThrow();
		assertThat(found.reason()).isEqualTo(DeadLetterReason.MALFORMED);
		assertThat(found.message()).isEqualTo("na%C3%AFve");
		assertThat(this.deadLetters.find(id(2))).get()
			.extracting(DeadLetter::reason)
			.isEqualTo(DeadLetterReason.MALFORMED);
		assertThat(all(DeadLetterQuery.all())).containsExactly(1L, 2L, 3L);
		assertThat(this.deadLetters.browse(DeadLetterQuery.all()).deadLetters().get(0)).isEqualTo(found);
	}

	@Test
	void whatWasLeftOutIsReadFromItsStream() throws Exception {
		byte[] event = event(7, "acme");
		PublishAck stored = application.connection().jetStream().publish("auth.user.created", event);
		Instant time = management.getMessage("AUTH_EVENTS", stored.getSeqno()).getTime().toInstant();
		Headers headers = headers(DeadLetterReason.HANDLER_FAILED).put("Dlq-Dropped", "message,headers,body")
			.put("Dlq-Body", "in AUTH_EVENTS#" + stored.getSeqno());
		DeadLetterId there = new DeadLetterId(new StoredPosition("AUTH_EVENTS", stored.getSeqno(), time), "users");
		DeadLetterId gone = new DeadLetterId(new StoredPosition("AUTH_EVENTS", stored.getSeqno(), NOON), "users");
		park(there, headers, bytes(""));
		park(gone, headers, bytes(""));
		assertThat(this.deadLetters.find(there)).get().satisfies((deadLetter) -> {
			assertThat(deadLetter.isComplete()).isFalse();
			assertThat(deadLetter.type()).isNull();
			assertThat(deadLetter.eventId()).isEqualTo("e-7");
		});
		DeadLetterContent content = this.deadLetters.content(there).orElseThrow();
		assertThat(content.source()).isEqualTo(DeadLetterContent.Source.STREAM);
		assertThat(content.body()).isEqualTo(event);
		assertThat(content.event()).isNotNull();
		DeadLetterContent incomplete = this.deadLetters.content(gone).orElseThrow();
		assertThat(incomplete.source()).isEqualTo(DeadLetterContent.Source.INCOMPLETE);
		assertThat(incomplete.body()).isEmpty();
		assertThat(incomplete.event()).isNull();
	}

	@Test
	void aDiscardedOneIsGoneLoggedAndCounted(CapturedOutput output) throws Exception {
		park(id(1), headers(DeadLetterReason.HANDLER_FAILED).put("Dlq-Event-Id", "e-1"), event(1, "acme"));
		assertThat(this.deadLetters.discard(id(1), "user asked\nto be forgotten").id()).isEqualTo(id(1));
		assertThat(this.deadLetters.find(id(1))).isEmpty();
		assertThat(this.discarded).containsExactly(id(1));
		assertThat(output).contains("Dead letter " + id(1) + " discarded, event e-1 is not handled: user asked?to be")
			.doesNotContain("data 1");
		assertThatExceptionOfType(UnknownDeadLetterException.class)
			.isThrownBy(() -> this.deadLetters.discard(id(1), "again"))
			.withMessageContaining(id(1).toString());
		assertThatIllegalArgumentException().isThrownBy(() -> this.deadLetters.discard(id(1), " "));
		assertThatIllegalArgumentException().isThrownBy(() -> this.deadLetters.discardAll(DeadLetterQuery.all(), ""));
	}

	@Test
	void aClaimedOneStaysUntilTheClaimIsOver() throws Exception {
		park(id(1), headers(DeadLetterReason.HANDLER_FAILED).put("Dlq-Claimed-Until", NOON.plusSeconds(60).toString())
			.put("Dlq-Claimed-By", "analytics/abc"), event(1, "acme"));
		assertThatExceptionOfType(DeadLetterConflictException.class)
			.isThrownBy(() -> this.deadLetters.discard(id(1), "no use"))
			.withMessageContaining("redriven by analytics/abc");
		assertThat(this.deadLetters.discardAll(DeadLetterQuery.all(), "no use")).isEqualTo(new DiscardResult(0, 1));
		assertThat(this.discarded).isEmpty();
		this.now.set(NOON.plusSeconds(60));
		this.deadLetters.discard(id(1), "no use");
		assertThat(this.deadLetters.find(id(1))).isEmpty();
	}

	@Test
	void oneThatIsClaimedInThatMomentStays() throws Exception {
		park(id(1), headers(DeadLetterReason.HANDLER_FAILED), event(1, "acme"));
		// The time is read between looking and deleting
		DeadLetters racing = new DeadLetters(application.bean(ConnectionSupervisor.class), codec(),
				Duration.ofSeconds(2), () -> {
					try {
						park(id(1), headers(DeadLetterReason.HANDLER_FAILED).put("Dlq-Claimed-By", "analytics/abc"),
								event(1, "acme"));
					}
					catch (Exception ex) {
						throw new IllegalStateException(ex);
					}
					return NOON;
				}, DeadLetterObserver.NONE);
		assertThatExceptionOfType(DeadLetterConflictException.class).isThrownBy(() -> racing.discard(id(1), "no use"))
			.withMessageContaining("in this moment");
		assertThat(this.deadLetters.find(id(1))).get().extracting(DeadLetter::claimedBy).isEqualTo("analytics/abc");
		assertThat(racing.discardAll(DeadLetterQuery.all(), "no use")).isEqualTo(new DiscardResult(0, 1));
	}

	@Test
	void allThatAreMeantAreDiscarded() throws Exception {
		for (int i = 1; i <= 120; i++) {
			park(id(i), headers((i % 2 == 0) ? DeadLetterReason.MALFORMED : DeadLetterReason.HANDLER_FAILED),
					event(i, "acme"));
		}
		assertThat(this.deadLetters.discardAll(DeadLetterQuery.all().reason(DeadLetterReason.MALFORMED).limit(1), "x"))
			.isEqualTo(new DiscardResult(60, 0));
		assertThat(all(DeadLetterQuery.all())).hasSize(60).allMatch((i) -> i % 2 == 1);
		assertThat(this.discarded).hasSize(60);
	}

	@Test
	void theServerIsNotAskedToOverwriteWhatIsDiscarded() throws Exception {
		park(id(1), headers(DeadLetterReason.HANDLER_FAILED), event(1, "acme"));
		Subscription requests = application.connection().subscribe("$JS.API.STREAM.MSG.DELETE.DLQ_EVENTS");
		this.deadLetters.discard(id(1), "no use");
		Message request = requests.nextMessage(Duration.ofSeconds(5));
		requests.unsubscribe();
		assertThat(new String(request.getData(), StandardCharsets.UTF_8)).contains("\"no_erase\":true");
	}

	@Test
	void aMissingPermissionIsSaidAtOnce() throws Exception {
		try (ServerWithUsers users = ServerWithUsers.start(); BusApplication denied = users.application().start()) {
			DeadLetters letters = denied.bean(DeadLetters.class);
			try (Connection admin = users.admin()) {
				admin.jetStream().publish(id(1).subject(), headers(DeadLetterReason.INVALID), event(1, "acme"));
			}
			users.denyPublishing("$JS.API.STREAM.MSG.*.>");
			await().untilAsserted(() -> assertDenied("$JS.API.STREAM.MSG.GET.DLQ_EVENTS", () -> letters.find(id(1))));
			assertDenied("$JS.API.STREAM.MSG.DELETE.DLQ_EVENTS",
					() -> letters.discardAll(DeadLetterQuery.all(), "no use"));
			users.denyPublishing("$JS.API.DIRECT.>");
			// The server takes a moment to read its configuration
			await().ignoreExceptions().until(() -> letters.browse(DeadLetterQuery.all()).deadLetters().size() == 1);
			users.denyPublishing("$JS.API.>");
			await().untilAsserted(() -> assertDenied("$JS.API.STREAM.MSG.GET.DLQ_EVENTS",
					() -> letters.browse(DeadLetterQuery.all())));
			long started = System.nanoTime();
			assertDenied("$JS.API.STREAM.INFO.DLQ_EVENTS", () -> letters.count(DeadLetterQuery.all()));
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
			users.allowAll();
			await().ignoreExceptions().until(() -> letters.count(DeadLetterQuery.all()) == 1);
		}
	}

	private static void assertDenied(String subject, ThrowingCallable call) {
		assertThatExceptionOfType(DeadLettersUnavailableException.class).isThrownBy(call)
			.withMessageContaining("may not publish to '" + subject + "'; grant the permission");
	}

	@Test
	void withoutAConnectionThatIsSaid() throws Exception {
		try (NatsServer other = NatsServer.builder().start(); BusApplication lost = BusApplication.on(other).start()) {
			DeadLetters letters = new DeadLetters(lost.bean(ConnectionSupervisor.class), codec(),
					Duration.ofMillis(200), this.now::get, DeadLetterObserver.NONE);
			other.kill();
			await().until(() -> !lost.bean(ConnectionSupervisor.class).isConnected());
			assertThatExceptionOfType(DeadLettersUnavailableException.class)
				.isThrownBy(() -> letters.browse(DeadLetterQuery.all()))
				.withMessageContaining("127.0.0.1:" + other.port());
		}
	}

	private List<Long> all(DeadLetterQuery query) {
		List<Long> all = new ArrayList<>();
		DeadLetterPage page = this.deadLetters.browse(query);
		all.addAll(sequences(page.deadLetters()));
		while (page.next().isPresent()) {
			page = this.deadLetters.browse(query.after(page.next().getAsLong()));
			all.addAll(sequences(page.deadLetters()));
		}
		return all;
	}

	private static List<Long> sequences(List<DeadLetter> deadLetters) {
		return deadLetters.stream().map((deadLetter) -> deadLetter.id().position().sequence()).toList();
	}

	private static PublishAck park(DeadLetterId id, Headers headers, byte[] body) throws Exception {
		return application.connection().jetStream().publish(id.subject(), headers, body);
	}

	private static Headers headers(DeadLetterReason reason) {
		return new Headers().put("Dlq-Reason", reason.name())
			.put("Dlq-Subject", "auth.user.created")
			.put("Dlq-Deliveries", "6")
			.put("Dlq-Application", "analytics")
			.put("Dlq-Event-Id", "e-7")
			.put("Dlq-First-Failed-At", NOON.plusSeconds(1).toString())
			.put("Dlq-Last-Failed-At", NOON.plusSeconds(2).toString());
	}

	private static byte[] event(int number, String organization) {
		return codec().write(Event.of("auth.user.created", "data " + number)
			.id("e-" + number)
			.source("urn:service:auth")
			.organizationId(organization)
			.entity("user/" + number));
	}

	private static EventCodec codec() {
		return application.bean(EventCodec.class);
	}

	private static OptionalLong none() {
		return OptionalLong.empty();
	}

	private static DeadLetterId id(long sequence) {
		return id("AUTH_EVENTS", "users", sequence);
	}

	private static DeadLetterId id(String stream, String durable, long sequence) {
		return new DeadLetterId(new StoredPosition(stream, sequence, NOON), durable);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
