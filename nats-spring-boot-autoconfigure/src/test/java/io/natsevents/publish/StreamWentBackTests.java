package io.natsevents.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.TestDetails;
import io.natsevents.event.Event;
import io.natsevents.support.StreamFiles;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a publisher notices a stream that went back, and accuses no other.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class StreamWentBackTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private TestPublisher test;

	private StreamFiles files;

	@BeforeEach
	void connect(NatsServer server) throws Exception {
		this.files = new StreamFiles(server, STREAM);
		this.test = new TestPublisher(server);
		this.test.createStream();
	}

	@AfterEach
	void close() throws Exception {
		delete();
		this.test.close();
	}

	private void delete() throws Exception {
		this.test.client().jetStreamManagement().deleteStream(STREAM);
		this.files.awaitGone();
	}

	@Test
	void aStreamThatWasMadeAnewIsReportedOnce(Leftovers leftovers, CapturedOutput output) throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		publish(10);
		delete();
		this.test.createStream();
		publish(5);
		assertThat(this.test.publisher.streamsThatWentBack().get(STREAM)).satisfies((found) -> {
			assertThat(found.from()).isEqualTo(10);
			assertThat(found.to()).isLessThanOrEqualTo(5);
		});
		publish(20);
		assertThat(output).containsOnlyOnce(
				"Stream AUTH_EVENTS went back: it had confirmed sequence 10 to this application, and lost");
		assertThat(this.test.wentBack).hasSize(1);
	}

	@Test
	void aStreamThatWasRestoredFromACopyIsReported(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		publish(6);
		this.files.copyMessages();
		awaitConnected();
		publish(4);
		assertThat(this.test.publisher.streamsThatWentBack()).isEmpty();
		this.files.restoreMessages();
		awaitConnected();
		this.test.publisher.publish(TestPublisher.event());
		assertThat(this.test.wentBack).hasSize(1);
		assertThat(this.test.wentBack.get(0)).satisfies((found) -> {
			assertThat(found.stream()).isEqualTo(STREAM);
			assertThat(found.from()).isEqualTo(10);
			assertThat(found.to()).isEqualTo(7);
		});
		publish(20);
		assertThat(this.test.wentBack).hasSize(1);
	}

	@Test
	void aPublisherWhosePlaceOthersFillIsToldOfItsLoss(NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		publish(6);
		this.files.copyMessages();
		awaitConnected();
		publish(4);
		this.files.restoreMessages();
		try (Connection others = Nats.connect(server.url())) {
			for (int i = 0; i < 8; i++) {
				others.jetStream().publish("auth.user.created", new byte[0]);
			}
		}
		awaitConnected();
		assertThat(this.test.publisher.publish(TestPublisher.event()).sequence()).hasValue(15);
		await().atMost(LIMIT).until(() -> !this.test.wentBack.isEmpty());
		assertThat(this.test.wentBack).singleElement().satisfies((found) -> {
			assertThat(found.stream()).isEqualTo(STREAM);
			assertThat(found.from()).isEqualTo(10);
			assertThat(found.to()).isEqualTo(10);
		});
		publish(20);
		assertThat(this.test.wentBack).hasSize(1);
	}

	@Test
	void anEventThatWasLateHasItsStreamAsked(NatsServer server) throws Exception {
		publish(3);
		Subscription questions = this.test.client().subscribe("$JS.API.STREAM.MSG.GET." + STREAM);
		this.test.client().flush(LIMIT);
		server.pause();
		CompletableFuture<PublishReceipt> late = this.test.publisher.publishAsync(TestPublisher.event());
		long begun = System.nanoTime();
		await().atMost(LIMIT).until(() -> System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(1200));
		server.resume();
		assertThat(late.get(10, TimeUnit.SECONDS).sequence()).hasValue(4);
		assertThat(questions.nextMessage(LIMIT)).isNotNull();
		assertThat(this.test.wentBack).isEmpty();
	}

	@Test
	void aDuplicateIsNotAccused() {
		Event<?> first = TestPublisher.event();
		this.test.publisher.publish(first);
		publish(5);
		assertThat(this.test.publisher.publish(first)).satisfies((receipt) -> {
			assertThat(receipt.status()).isEqualTo(PublishStatus.DUPLICATE);
			assertThat(receipt.sequence()).hasValue(1);
		});
		assertThat(this.test.wentBack).isEmpty();
	}

	@Test
	void manyThreadsAtOnceAreNotAccused() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			running.add(threads.submit(() -> {
				publish(100);
				for (int j = 0; j < 50; j++) {
					this.test.publisher.publish(TestPublisher.event());
				}
			}));
		}
		for (Future<?> one : running) {
			one.get(20, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(this.test.stored()).isEqualTo(1200);
		assertThat(this.test.wentBack).isEmpty();
	}

	@Test
	void aStreamThatChangesItsLeaderIsNotAccused() throws Exception {
		try (NatsCluster cluster = NatsCluster.builder().start();
				TestPublisher clustered = new TestPublisher(
						TestDetails.of(cluster.urls().toArray(String[]::new)).connected(), TestPublisher.SETTINGS)) {
			clustered.createStream(StreamConfiguration.builder().replicas(3));
			List<Event<?>> events = events(3000);
			for (int i = 0; i < 3; i++) {
				ExecutorService thread = Executors.newSingleThreadExecutor();
				List<Event<?>> part = events.subList(i * 1000, i * 1000 + 1000);
				Future<PublishResults> publishing = thread.submit(() -> clustered.publisher.publishAll(part));
				NatsServer stepped = cluster.stepDownStreamLeader(STREAM);
				assertThat(stepped.isRunning()).isTrue();
				assertThat(publishing.get(40, TimeUnit.SECONDS).failures()).isEmpty();
				thread.shutdown();
			}
			assertThat(clustered.stored()).isEqualTo(3000);
			assertThat(clustered.wentBack).isEmpty();
		}
	}

	private void awaitConnected() {
		await().atMost(Duration.ofSeconds(10)).until(this.test.connection::isConnected);
	}

	private void publish(int count) {
		assertThat(this.test.publisher.publishAll(events(count)).failures()).isEmpty();
	}

	private static List<Event<?>> events(int count) {
		return IntStream.range(0, count).<Event<?>>mapToObj((number) -> TestPublisher.event()).toList();
	}

}
