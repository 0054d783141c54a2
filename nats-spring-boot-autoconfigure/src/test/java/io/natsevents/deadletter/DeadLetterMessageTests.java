package io.natsevents.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DeadLetterMessage}.
 */
class DeadLetterMessageTests {

	private static final Instant STORED_AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

	private static final byte[] BODY = bytes(1000);

	@Test
	void tellsEverythingAboutTheDelivery() {
		DeadLetterMessage dead = of(message(new Headers(), BODY), new IllegalStateException("no"), 1 << 20);
		assertThat(dead.subject()).isEqualTo("dlq.AUTH_EVENTS.analytics-users-on.7-1767323045123456789");
		assertThat(dead.body()).isEqualTo(BODY);
		assertThat(dead.headers().keySet()).containsExactlyInAnyOrder("Dlq-Stream", "Dlq-Consumer", "Dlq-Subject",
				"Dlq-Sequence", "Dlq-Stored-At", "Dlq-Event-Id", "Dlq-Reason", "Dlq-Deliveries", "Dlq-First-Failed-At",
				"Dlq-Last-Failed-At", "Dlq-Exception", "Dlq-Message", "Dlq-Application");
		assertThat(header(dead, "Dlq-Stream")).isEqualTo("AUTH_EVENTS");
		assertThat(header(dead, "Dlq-Consumer")).isEqualTo("analytics-users-on");
		assertThat(header(dead, "Dlq-Subject")).isEqualTo("auth.user.created");
		assertThat(header(dead, "Dlq-Sequence")).isEqualTo("7");
		assertThat(header(dead, "Dlq-Stored-At")).isEqualTo("2026-01-02T03:04:05.123456789Z");
		assertThat(header(dead, "Dlq-Event-Id")).isEqualTo("e-1");
		assertThat(header(dead, "Dlq-Reason")).isEqualTo("HANDLER_FAILED");
		assertThat(header(dead, "Dlq-Deliveries")).isEqualTo("6");
		assertThat(header(dead, "Dlq-First-Failed-At")).isEqualTo("2026-01-02T03:04:06.123456789Z");
		assertThat(header(dead, "Dlq-Last-Failed-At")).isEqualTo("2026-01-02T03:04:07.123456789Z");
		assertThat(header(dead, "Dlq-Exception")).isEqualTo("java.lang.IllegalStateException");
		assertThat(header(dead, "Dlq-Message")).isEqualTo("no");
		assertThat(header(dead, "Dlq-Application")).isEqualTo("analytics");
	}

	@Test
	void withoutAFailureThereIsNoException() {
		assertThat(of(message(null, BODY), null, 1 << 20).headers().keySet()).doesNotContain("Dlq-Exception",
				"Dlq-Message");
		assertThat(of(message(null, BODY), new IllegalStateException(), 1 << 20).headers().keySet())
			.contains("Dlq-Exception")
			.doesNotContain("Dlq-Message");
	}

	@Test
	void withoutAnEventIdThereIsNone() {
		FailedDelivery delivery = new FailedDelivery(message(null, BODY), new StoredPosition("A", 1, STORED_AT), "d",
				null, DeadLetterReason.MALFORMED, 1, STORED_AT, STORED_AT, null);
		assertThat(DeadLetterMessage.of(delivery, "a", false, 1 << 20).headers().containsKey("Dlq-Event-Id")).isFalse();
	}

	@Test
	void headersOfTheOriginalAreKeptButNotTheServersAndNotForgedOnes() {
		Headers headers = new Headers().put("Content-Type", "application/cloudevents+json")
			.put("traceparent", List.of("one", "two"))
			.put("Nats-Msg-Id", "e-1")
			.put("nats-ttl", "1s")
			.put("NATS-Rollup", "all")
			.put("Dlq-Reason", "NONE")
			.put("dlq-reason", "NONE")
			.put("DLQ-Anything", "forged");
		DeadLetterMessage dead = of(message(headers, BODY), null, 1 << 20);
		assertThat(header(dead, "Content-Type")).isEqualTo("application/cloudevents+json");
		assertThat(dead.headers().get("traceparent")).containsExactly("one", "two");
		assertThat(dead.headers().get("Dlq-Reason")).containsExactly("HANDLER_FAILED");
		assertThat(dead.headers().keySet()).doesNotContain("Nats-Msg-Id", "nats-ttl", "NATS-Rollup", "dlq-reason",
				"DLQ-Anything");
		assertThat(dead.headers().containsKey("Dlq-Dropped")).isFalse();
	}

	@Test
	void messageOfTheExceptionIsShortenedAndMadePrintable() {
		assertThat(header(of(message(null, BODY), new IllegalStateException("x".repeat(5000)), 1 << 20), "Dlq-Message"))
			.isEqualTo("x".repeat(1000));
		assertThat(header(of(message(null, BODY), new IllegalStateException("naïve\r\nDlq-Reason: NONE 😀"), 1 << 20),
				"Dlq-Message"))
			.isEqualTo("na?ve??Dlq-Reason: NONE ??");
	}

	@Test
	void exceptionAndSubjectThatNoHeaderCanHoldDoNotKeepAnEventFromBeingParked() {
		Message message = new NatsMessage("auth.user.créé", null, null, BODY);
		DeadLetterMessage dead = of(message, new Überfehler(), 1 << 20);
		assertThat(header(dead, "Dlq-Subject")).isEqualTo("auth.user.cr??");
		assertThat(header(dead, "Dlq-Dropped")).isEqualTo("subject");
		assertThat(header(dead, "Dlq-Exception")).endsWith("$?berfehler");
	}

	@Test
	void headerThatCannotBeCopiedIsNamed() {
		DeadLetterMessage dead = of(message(null, BODY).withHeader("Bad\u0001Name", "x"), null, 1 << 20);
		assertThat(header(dead, "Dlq-Dropped")).isEqualTo("header Bad?Name");
		assertThat(dead.body()).isEqualTo(BODY);
	}

	@Test
	void isMadeSmallerStepByStepAndToTheByte() {
		Headers headers = new Headers().put("Trace", "t".repeat(300));
		Message message = message(headers, BODY);
		IllegalStateException failure = new IllegalStateException("x".repeat(900));
		DeadLetterMessage whole = of(message, failure, 1 << 20);
		assertThat(of(message, failure, size(whole)).headers().containsKey("Dlq-Dropped")).isFalse();

		DeadLetterMessage shorter = of(message, failure, size(whole) - 1);
		assertThat(header(shorter, "Dlq-Dropped")).isEqualTo("message");
		assertThat(header(shorter, "Dlq-Message")).hasSize(100);
		assertThat(header(shorter, "Trace")).hasSize(300);
		assertThat(shorter.body()).isEqualTo(BODY);
		assertThat(of(message, failure, size(shorter)).headers()).isEqualTo(shorter.headers());

		DeadLetterMessage withoutHeaders = of(message, failure, size(shorter) - 1);
		assertThat(header(withoutHeaders, "Dlq-Dropped")).isEqualTo("message,headers");
		assertThat(withoutHeaders.headers().containsKey("Trace")).isFalse();
		assertThat(withoutHeaders.body()).isEqualTo(BODY);
		assertThat(of(message, failure, size(withoutHeaders)).body()).isEqualTo(BODY);

		DeadLetterMessage withoutBody = of(message, failure, size(withoutHeaders) - 1);
		assertThat(header(withoutBody, "Dlq-Dropped")).isEqualTo("message,headers,body");
		assertThat(header(withoutBody, "Dlq-Body")).isEqualTo("in AUTH_EVENTS#7");
		assertThat(withoutBody.body()).isEmpty();

		assertThatIllegalStateException().isThrownBy(() -> of(message, failure, size(withoutBody) - 1))
			.withMessageContaining("max_payload " + (size(withoutBody) - 1));
	}

	@Test
	void aStackTraceIsThereWhenAskedForAndTheFirstToBeDropped() {
		FailedDelivery delivery = new FailedDelivery(message(null, BODY), new StoredPosition("A", 1, STORED_AT), "d",
				null, DeadLetterReason.HANDLER_FAILED, 1, STORED_AT, STORED_AT, new IllegalStateException("no"));
		DeadLetterMessage whole = DeadLetterMessage.of(delivery, "a", true, 1 << 20);
		assertThat(header(whole, "Dlq-Stack-Trace")).startsWith("java.lang.IllegalStateException: no\\n  at ");
		DeadLetterMessage smaller = DeadLetterMessage.of(delivery, "a", true, size(whole) - 1);
		assertThat(header(smaller, "Dlq-Stack-Trace")).isNull();
		assertThat(header(smaller, "Dlq-Dropped")).isEqualTo("stack-trace");
		assertThat(header(DeadLetterMessage.of(delivery, "a", false, 1 << 20), "Dlq-Stack-Trace")).isNull();
	}

	@Test
	void everyStepFitsWhatTheServerTakes() {
		for (int bodySize = 0; bodySize < 1500; bodySize += 7) {
			Message message = message(new Headers().put("Trace", "t".repeat(300)), bytes(bodySize));
			DeadLetterMessage dead = of(message, new IllegalStateException("x".repeat(900)), 1600);
			assertThat(dead.headers().getSerialized().length + dead.body().length).isLessThanOrEqualTo(1600);
		}
	}

	@Test
	void headersThatFillWhatAStreamTakesDoNotKeepAnEventFromBeingParked() {
		Headers headers = new Headers().put("Large", "x".repeat(DeadLetterMessage.LARGEST_HEADERS - 100));
		DeadLetterMessage dead = of(message(headers, BODY), new IllegalStateException("no"), 1 << 20);
		assertThat(dead.headers().getSerialized().length + DeadLetterMessage.RESERVED)
			.isLessThanOrEqualTo(DeadLetterMessage.LARGEST_HEADERS);
		assertThat(header(dead, "Dlq-Dropped")).isEqualTo("message,headers");
		assertThat(dead.body()).isEqualTo(BODY);
	}

	private static DeadLetterMessage of(Message message, @Nullable Throwable failure, long maxPayload) {
		return DeadLetterMessage.of(new FailedDelivery(message, new StoredPosition("AUTH_EVENTS", 7, STORED_AT),
				"analytics-users-on", "e-1", DeadLetterReason.HANDLER_FAILED, 6, STORED_AT.plusSeconds(1),
				STORED_AT.plusSeconds(2), failure), "analytics", false, maxPayload);
	}

	private static long size(DeadLetterMessage message) {
		return DeadLetterMessage.RESERVED + message.headers().getSerialized().length + message.body().length;
	}

	private static @Nullable String header(DeadLetterMessage message, String name) {
		return message.headers().getFirst(name);
	}

	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, "x".getBytes(StandardCharsets.UTF_8)[0]);
		return bytes;
	}

	private static ForeignMessage message(@Nullable Headers headers, byte[] body) {
		return new ForeignMessage(headers, body);
	}

	private static final class Überfehler extends RuntimeException {

	}

	/**
	 * A message another client has published, with headers this client could not write.
	 */
	private static final class ForeignMessage extends NatsMessage {

		private ForeignMessage(@Nullable Headers headers, byte[] body) {
			super("auth.user.created", null, headers, body);
		}

		private ForeignMessage withHeader(String name, String value) {
			Headers received = (this.headers != null) ? this.headers : new Headers();
			this.headers = new ReceivedHeaders(received, name, value);
			return this;
		}

	}

	/**
	 * Headers with one more that was not checked.
	 */
	private static final class ReceivedHeaders extends Headers {

		private final String name;

		private final String value;

		private ReceivedHeaders(Headers headers, String name, String value) {
			super(headers);
			this.name = name;
			this.value = value;
		}

		@Override
		public void forEach(BiConsumer<String, List<String>> action) {
			super.forEach(action);
			action.accept(this.name, List.of(this.value));
		}

	}

}
