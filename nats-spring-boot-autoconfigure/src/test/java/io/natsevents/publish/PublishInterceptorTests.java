package io.natsevents.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.nats.client.api.MessageInfo;
import io.natsevents.connection.TestDetails;
import io.natsevents.event.Event;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PublishInterceptor}.
 */
@NatsServerTest
class PublishInterceptorTests {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	@Test
	void firstInIsLastOutAndBeforeTheCaller(NatsServer server) throws Exception {
		try (TestPublisher test = publisher(server, noting("outer"), noting("inner"))) {
			test.publisher.publish(TestPublisher.event());
			this.calls.add("published");
			test.publisher.publishAsync(TestPublisher.event())
				.thenRun(() -> this.calls.add("published"))
				.get(10, TimeUnit.SECONDS);
			test.publisher.publishAll(List.of(TestPublisher.event()));
			this.calls.add("published");
		}
		List<String> once = List.of("outer", "inner", "inner passed on", "outer passed on", "inner STORED",
				"outer STORED", "published");
		// The confirmation may come before the interceptors have returned
		assertThat(this.calls.stream().filter((call) -> !call.endsWith("passed on")))
			.containsExactlyElementsOf(times(3, once.stream().filter((call) -> !call.endsWith("passed on")).toList()));
		assertThat(this.calls.stream().filter((call) -> !call.endsWith("STORED") && !call.equals("published")))
			.containsExactlyElementsOf(times(3, once.subList(0, 4)));
	}

	@Test
	void headersAndChangesReachTheServer(NatsServer server) throws Exception {
		PublishInterceptor tracing = (event, headers, chain) -> chain
			.proceed(event.extension("tenant", headers.set("traceparent", "00-1-2-01").get("traceparent")));
		try (TestPublisher test = publisher(server, tracing)) {
			PublishReceipt receipt = test.publisher.publish(TestPublisher.event());
			MessageInfo stored = test.client()
				.jetStreamManagement()
				.getMessage("AUTH_EVENTS", receipt.sequence().getAsLong());
			assertThat(stored.getHeaders().get("traceparent")).containsExactly("00-1-2-01");
			assertThat(stored.getHeaders().get("Nats-Msg-Id")).containsExactly(receipt.eventId());
			assertThat(new String(stored.getData(), StandardCharsets.UTF_8)).contains("\"tenant\":\"00-1-2-01\"")
				.contains("\"organizationid\":\"acme\"");
		}
	}

	@Test
	void eventMadeAnewWithTheSameIdIsCompletedAgain(NatsServer server) throws Exception {
		PublishInterceptor translating = (event, headers, chain) -> chain
			.proceed(Event.of("auth.user.translated", "other").id(event.id()));
		try (TestPublisher test = publisher(server, translating)) {
			assertThat(test.publisher.publish(TestPublisher.event()).status()).isEqualTo(PublishStatus.STORED);
		}
	}

	@Test
	void whatIsThrownRefusesTheEventForGood(NatsServer server) throws Exception {
		IllegalStateException reason = new IllegalStateException("schema auth.user.created has no field 'name'");
		try (TestPublisher test = publisher(server, noting("outer"), (event, headers, chain) -> {
			throw reason;
		})) {
			long before = test.stored();
			assertThatExceptionOfType(PublishRejectedException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.withMessageContaining("no field 'name'")
				.withCause(reason);
			assertThat(test.publisher.publishAsync(TestPublisher.event())).failsWithin(Duration.ofSeconds(5))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(PublishRejectedException.class);
			assertThat(test.publisher.publishAll(List.of(TestPublisher.event())).failures()).singleElement()
				.satisfies((failure) -> assertThat(failure.exception().isRetryable()).isFalse());
			assertThat(test.stored()).isEqualTo(before);
			assertThat(test.failed.values()).containsOnly("PublishRejectedException").hasSize(3);
			assertThat(this.calls).filteredOn((call) -> call.equals("outer PublishRejectedException")).hasSize(3);
		}
	}

	@Test
	void publishExceptionOfAnInterceptorReachesTheCallerAsItIs(NatsServer server) throws Exception {
		PublishUnavailableException reason = new PublishUnavailableException("1", "s", "not now", null);
		try (TestPublisher test = publisher(server, (event, headers, chain) -> {
			throw reason;
		})) {
			assertThatExceptionOfType(PublishUnavailableException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.isSameAs(reason);
		}
	}

	@Test
	void refusalOfOneEventDoesNotHoldUpTheOthers(NatsServer server) throws Exception {
		try (TestPublisher test = publisher(server, (event, headers, chain) -> {
			if ("2".equals(event.id())) {
				throw new IllegalStateException("not this one");
			}
			chain.proceed(event);
		})) {
			PublishResults results = test.publisher
				.publishAll(List.of(TestPublisher.event(), TestPublisher.event().id("2"), TestPublisher.event()));
			assertThat(results.receipts()).hasSize(2);
			assertThat(results.failures()).extracting((failure) -> failure.event().id()).containsExactly("2");
		}
	}

	@Test
	void failureAfterTheEventWasPassedOnChangesNothing(NatsServer server) throws Exception {
		PublishInterceptor failing = (event, headers, chain) -> {
			chain.proceed(event, (receipt, failure) -> {
				throw new IllegalStateException("made by a test, in the callback");
			});
			this.calls.add("passed on");
			throw new IllegalStateException("made by a test, after passing on");
		};
		try (TestPublisher test = publisher(server, noting("outer"), failing)) {
			assertThat(test.publisher.publish(TestPublisher.event()).status()).isEqualTo(PublishStatus.STORED);
			assertThat(this.calls).contains("passed on", "outer STORED");
		}
	}

	@Test
	void errorAfterTheEventWasPassedOnChangesNothing(NatsServer server) throws Exception {
		PublishInterceptor failing = (event, headers, chain) -> {
			chain.proceed(event, (receipt, failure) -> {
				throw new NoClassDefFoundError("made by a test, in the callback");
			});
			throw new NoClassDefFoundError("made by a test, after passing on");
		};
		try (TestPublisher test = publisher(server, noting("outer"), failing)) {
			assertThat(test.publisher.publishAsync(TestPublisher.event()).get(10, TimeUnit.SECONDS).status())
				.isEqualTo(PublishStatus.STORED);
			assertThat(this.calls).contains("outer STORED");
		}
	}

	@Test
	void errorBeforeTheEventWasPassedOnReachesTheCaller(NatsServer server) throws Exception {
		PublishInterceptor failing = (event, headers, chain) -> {
			throw new NoClassDefFoundError("made by a test");
		};
		try (TestPublisher test = publisher(server, noting("outer"), failing)) {
			long before = test.stored();
			assertThatExceptionOfType(NoClassDefFoundError.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()));
			assertThat(test.stored()).isEqualTo(before);
		}
	}

	@Test
	void eventThatIsPassedOnTwiceIsSentOnce(NatsServer server) throws Exception {
		PublishInterceptor twice = (event, headers, chain) -> {
			chain.proceed(event);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> chain.proceed(event));
			this.calls.add("refused the second");
		};
		try (TestPublisher test = publisher(server, twice)) {
			long before = test.stored();
			test.publisher.publish(TestPublisher.event());
			assertThat(test.stored()).isEqualTo(before + 1);
			assertThat(this.calls).containsExactly("refused the second");
		}
	}

	@Test
	void eventThatIsNotPassedOnIsAnError(NatsServer server) throws Exception {
		try (TestPublisher test = publisher(server, (event, headers, chain) -> {
		})) {
			assertThatExceptionOfType(PublishRejectedException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.withMessageContaining("neither passed it on nor refused it");
		}
	}

	@Test
	void idIsNotAnInterceptorsToChange(NatsServer server) throws Exception {
		try (TestPublisher test = publisher(server, (event, headers, chain) -> chain.proceed(event.id("another")))) {
			assertThatExceptionOfType(PublishRejectedException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.withMessageContaining("another id");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Nats-Msg-Id", "nats-expected-stream", "ce-id", "CE-type", "Content-Type", "Dlq-Reason" })
	void headersWithAMeaningOfTheirOwnAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PublishHeaders().set(name, "x"))
			.withMessageContaining(name);
	}

	@Test
	void eventThatIsSentAgainIsInterceptedOnce(NatsServer server) throws Exception {
		AtomicInteger intercepted = new AtomicInteger();
		PublisherSettings impatient = TestPublisher.settings(Duration.ofMillis(200), Duration.ofSeconds(20), 10);
		try (TestPublisher test = new TestPublisher(TestDetails.of(server).connected(), impatient,
				List.of((event, headers, chain) -> {
					intercepted.incrementAndGet();
					chain.proceed(event);
				}))) {
			test.createStream();
			server.pause();
			CompletableFuture<PublishReceipt> published = test.publisher.publishAsync(TestPublisher.event());
			await().until(() -> test.retried.get() > 0);
			server.resume();
			assertThat(published).succeedsWithin(Duration.ofSeconds(10));
			assertThat(intercepted).hasValue(1);
		}
	}

	private TestPublisher publisher(NatsServer server, PublishInterceptor... interceptors) throws Exception {
		TestPublisher publisher = new TestPublisher(TestDetails.of(server).connected(), TestPublisher.SETTINGS,
				List.of(interceptors));
		publisher.createStream();
		return publisher;
	}

	private PublishInterceptor noting(String name) {
		return (event, headers, chain) -> {
			this.calls.add(name);
			chain.proceed(event, (receipt, failure) -> this.calls.add(name + " "
					+ ((receipt != null) ? receipt.status() : String.valueOf(failure.getClass().getSimpleName()))));
			this.calls.add(name + " passed on");
		};
	}

	private static List<String> times(int times, List<String> texts) {
		List<String> repeated = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			repeated.addAll(texts);
		}
		return repeated;
	}

}
