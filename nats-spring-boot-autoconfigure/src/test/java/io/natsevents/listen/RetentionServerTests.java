package io.natsevents.listen;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.TestDetails;
import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;
import io.natsevents.stream.ProvisioningSettings;
import io.natsevents.support.StreamFiles;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that events a real server discards unhandled are noticed, and no others.
 */
@Tag("compat")
@NatsServerTest
class RetentionServerTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final List<MissedEvents> told = new ArrayList<>();

	private final Set<Long> handled = new HashSet<>();

	private final AtomicLong nanos = new AtomicLong();

	private NatsServer server;

	private StreamFiles files;

	private ConnectionSupervisor connection;

	private StreamSnapshots streams;

	private DurableConsumer consumer;

	private RetentionWatch watch;

	@BeforeEach
	void connect(NatsServer server, Leftovers leftovers) {
		leftovers.allowErrors("were discarded by its retention or a purge").allowClaims();
		this.server = server;
		this.files = new StreamFiles(server, STREAM);
		this.connection = TestDetails.of(server).connected();
		this.streams = new StreamSnapshots(this.connection, this.nanos::get);
	}

	@AfterEach
	void close() throws Exception {
		delete();
		this.connection.close();
	}

	private void delete() throws Exception {
		management().deleteStream(STREAM);
		this.files.awaitGone();
	}

	@Test
	void whatAListenerOfEverythingDidNotGetWhileItWasDownIsMissed() throws Exception {
		create(100);
		listen("auth.>");
		publish("auth.user.created", 20);
		handle(20);
		look(2);
		publish("auth.user.created", 200);
		// Its next start
		listenAgain("auth.>");
		handle(100);
		look(2);
		assertThat(this.told).hasSize(1);
		assertThat(this.told.get(0)).extracting(MissedEvents::count, MissedEvents::first, MissedEvents::last)
			.containsExactly(100L, 21L, 120L);
		look(3);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void whatAListenerOfEverythingThatStandsStillDoesNotGetIsMissed() throws Exception {
		create(100);
		listen("auth.>");
		publish("auth.user.created", 50);
		handle(10);
		look(1);
		publish("auth.user.created", 100);
		look(2);
		assertThat(this.told).hasSize(1);
		assertThat(this.told.get(0)).extracting(MissedEvents::count, MissedEvents::first, MissedEvents::last)
			.containsExactly(40L, 11L, 50L);
		assertThat(this.watch.problem()).contains("at least 40 event(s)");
		assertThat(this.watch.backlog().retentionUsed()).hasValue(1);
	}

	@Test
	void whatWaitedForAFilteredListenerAndWasDiscardedIsMissed() throws Exception {
		create(100);
		listen("auth.user.created");
		publish("auth.user.created", 5);
		handle(2);
		look(1);
		assertThat(this.watch.backlog().lag()).hasValue(3);
		publish("auth.role.granted", 150);
		look(2);
		assertThat(this.told).hasSize(1);
		assertThat(this.told.get(0).count()).isEqualTo(3);
		assertThat(this.told.get(0).first()).isEqualTo(3);
		look(2);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void aFilteredListenerThatIsOverrunAllTheTimeMisses() throws Exception {
		create(100);
		listen("auth.user.created");
		for (int i = 0; i < 40; i++) {
			publish("auth.user.created", 10);
			publish("auth.role.granted", 10);
			handle(2);
			look(1);
		}
		long missed = this.told.stream().mapToLong(MissedEvents::count).sum();
		// 400 less 80 that were handled and 50 that are there
		assertThat(missed).isBetween(135L, 270L);
	}

	@Test
	void whatMaxAgeDiscardsIsMissed() throws Exception {
		management().addStream(StreamConfiguration.builder()
			.name(STREAM)
			.subjects("auth.>")
			.maxAge(Duration.ofMillis(500))
			.duplicateWindow(Duration.ofMillis(200))
			.build());
		listen("auth.user.created");
		publish("auth.user.created", 3);
		look(1);
		assertThat(this.watch.backlog().lag()).hasValue(3);
		await().atMost(LIMIT).until(() -> management().getStreamInfo(STREAM).getStreamState().getMsgCount() == 0);
		look(2);
		assertThat(this.told).hasSize(1);
		assertThat(this.told.get(0).count()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "auth.>", "auth.user.created" })
	void whatIsPurgedBeforeItWasHandledIsMissed(String filter) throws Exception {
		create(1000);
		listen(filter);
		publish("auth.user.created", 30);
		handle(10);
		look(1);
		management().purgeStream(STREAM);
		publish("auth.user.created", 2);
		handle(2);
		look(2);
		assertThat(this.told).hasSize(1);
		// Those delivered since may have been among them
		assertThat(this.told.get(0).count()).isBetween(18L, 20L);
	}

	@Test
	void whatIsPurgedWhileMoreNewEventsComeIsMissed() throws Exception {
		create(10_000);
		listen("auth.user.created");
		publish("auth.user.created", 600);
		handle(10);
		look(1);
		publish("auth.user.created", 900);
		handle(1);
		management().purgeStream(STREAM, PurgeOptions.builder().sequence(301).build());
		handle(10);
		look(3);
		assertThat(this.told).hasSize(1);
		assertThat(this.told.get(0)).extracting(MissedEvents::count, MissedEvents::first, MissedEvents::last)
			.containsExactly(289L, 11L, 300L);
		assertThat(this.watch.problem()).contains("at least 289 event(s)");
	}

	@Test
	void whatIsPurgedWhileNewEventsKeepComingIsMissed() throws Exception {
		create(100_000);
		listen("auth.user.created");
		publish("auth.user.created", 600);
		handle(10);
		look(1);
		try (SteadyEvents steady = new SteadyEvents()) {
			steady.awaitPublished(500);
			management().purgeStream(STREAM, PurgeOptions.builder().sequence(301).build());
			steady.awaitPublished(1000);
			handleAndLookUntil(() -> !this.told.isEmpty());
		}
		requireRangesToCoverWhatIsLost(280, 290);
	}

	@Test
	void whatTheRetentionDiscardsWhileNewEventsKeepComingIsMissed() throws Exception {
		create(300);
		listen("auth.user.created");
		publish("auth.user.created", 100);
		handle(10);
		look(1);
		try (SteadyEvents steady = new SteadyEvents()) {
			handleAndLookUntil(() -> steady.published.get() > 1000);
		}
		handle(300);
		look(3);
		long lost = management().getStreamInfo(STREAM).getStreamState().getLastSequence() - this.handled.size();
		assertThat(lost).isGreaterThan(300);
		requireRangesToCoverWhatIsLost(1, lost);
	}

	/**
	 * What comes and goes between two looks, or comes between two questions, is not
	 * counted.
	 */
	private void requireRangesToCoverWhatIsLost(long least, long lost) throws Exception {
		long first = management().getStreamInfo(STREAM).getStreamState().getFirstSequence();
		assertThat(LongStream.range(1, first).filter((sequence) -> !this.handled.contains(sequence)))
			.allMatch((sequence) -> this.told.stream()
				.anyMatch((told) -> told.first() <= sequence && sequence <= told.last()));
		assertThat(this.told.stream().mapToLong(MissedEvents::count).sum()).isBetween(least, lost);
	}

	private void handleAndLookUntil(BooleanSupplier done) {
		await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> {
			handle(5);
			look(1);
			return done.getAsBoolean();
		});
	}

	@Test
	void aRareTypeInAStreamThatWrapsIsNotMissed() throws Exception {
		create(100);
		listen("auth.user.created");
		publish("auth.user.created", 1);
		handle(1);
		look(1);
		for (int i = 0; i < 3; i++) {
			publish("auth.role.granted", 150);
			look(1);
		}
		assertThat(this.watch.backlog().retentionUsed()).hasValue(0);
		publish("auth.user.created", 1);
		handle(1);
		look(2);
		listenAgain("auth.user.created");
		publish("auth.role.granted", 150);
		listenAgain("auth.user.created");
		look(3);
		assertThat(this.told).isEmpty();
		assertThat(this.watch.problem()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "auth.>", "auth.user.created" })
	void aListenerThatKeepsUpMissesNothing(String filter) throws Exception {
		create(50);
		listen(filter);
		for (int i = 0; i < 40; i++) {
			publish("auth.user.created", 20);
			handle((i % 3 == 2) ? 20 : 15);
			look(1);
			handle(20);
		}
		assertThat(this.told).isEmpty();
	}

	@Test
	void aListenerThatBeginsInAStreamThatHasWrappedMissesNothing() throws Exception {
		create(100);
		publish("auth.user.created", 500);
		listen("auth.>");
		look(1);
		handle(60);
		look(3);
		assertThat(this.told).isEmpty();
	}

	@Test
	void whatIsSupersededIsNotMissed() throws Exception {
		management()
			.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").maxMessagesPerSubject(1).build());
		listen("auth.>");
		publish("auth.user.created", 5);
		look(1);
		publish("auth.user.created", 5);
		look(3);
		handle(1);
		look(3);
		assertThat(this.told).isEmpty();
	}

	@Test
	void aStreamMadeAnewIsNoLoss() throws Exception {
		create(100);
		listen("auth.>");
		publish("auth.user.created", 50);
		handle(50);
		look(2);
		delete();
		create(100);
		this.consumer.heal();
		publish("auth.user.created", 5);
		look(2);
		handle(5);
		look(3);
		assertThat(this.told).isEmpty();
		assertThat(this.watch.problem()).isNull();
	}

	@Test
	void aConsumerPastTheEndOfARestoredStreamIsNoticedAndMadeAnewByDeletingIt(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("past the end of stream");
		create(100_000);
		listen("auth.>");
		publish("auth.user.created", 60);
		this.files.copyMessages();
		awaitConnected();
		publish("auth.user.created", 40);
		handle(100);
		look(2);
		this.files.restoreMessages();
		awaitConnected();
		publish("auth.user.created", 5);
		assertThat(management().getStreamInfo(STREAM).getStreamState().getLastSequence()).isEqualTo(65);
		look(3);
		if (this.consumer.progress().delivered() <= 65) {
			// From 2.14 on the server puts it back itself
			assertThat(this.watch.problem()).isNull();
			assertThat(this.server.version()).doesNotStartWith("2.10");
			return;
		}
		assertThat(this.watch.problem()).contains("stands at sequence 100, past the end of stream AUTH_EVENTS (65)");
		management().deleteConsumer(STREAM, "worker");
		this.consumer.heal();
		look(2);
		assertThat(this.watch.problem()).isNull();
		assertThat(this.watch.backlog().lag()).hasValue(65);
	}

	private void awaitConnected() {
		await().atMost(LIMIT).until(this.connection::isConnected);
	}

	private void create(long maxMessages) throws IOException, JetStreamApiException {
		management()
			.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").maxMessages(maxMessages).build());
	}

	private void listen(String filter) throws Exception {
		EventTypePattern pattern = EventTypePattern.parse(filter);
		ListenerEndpoint endpoint = TestEndpoint.of("worker", TestEndpoint.settings());
		endpoint = new ListenerEndpoint("test", STREAM, "worker", List.of(pattern), 1, SubjectNaming.HIERARCHICAL,
				TestEndpoint.settings(), endpoint.handler(), false);
		this.consumer = new DurableConsumer(endpoint, this.connection, ProvisioningSettings.ownedBy("analytics"),
				List.of());
		this.watch = new RetentionWatch(endpoint, new ListenerObserver() {

			@Override
			public void missed(String listenerId, MissedEvents missed) {
				RetentionServerTests.this.told.add(missed);
			}

		}, Clock.systemUTC(), this.consumer.waiting(this.nanos::get));
		this.consumer.declare();
	}

	private void listenAgain(String filter) throws Exception {
		listen(filter);
		this.watch.begin(this.consumer.progress());
	}

	/**
	 * What the listener does every now and then.
	 */
	private void look(int times) throws Exception {
		for (int i = 0; i < times; i++) {
			this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
			StreamSnapshot stream = this.streams.of(STREAM);
			assertThat(stream).isNotNull();
			assertThat(this.consumer.observe()).isTrue();
			this.watch.observe(stream, this.consumer.progress(), this.nanos.get());
		}
	}

	private void publish(String subject, int count) throws Exception {
		Connection client = this.connection.current();
		for (int i = 1; i < count; i++) {
			client.publish(subject, new byte[100]);
		}
		client.jetStream().publish(subject, new byte[100]);
	}

	private void handle(int count) throws Exception {
		JetStreamSubscription subscription = this.connection.current()
			.jetStream()
			.subscribe(null, PullSubscribeOptions.fastBind(STREAM, "worker"));
		subscription.pullNoWait(count);
		Message message = subscription.nextMessage(LIMIT);
		for (int left = count; message != null && left > 0; left--) {
			this.watch.delivered(message.metaData());
			this.handled.add(message.metaData().streamSequence());
			message.ackSync(LIMIT);
			message = (left > 1) ? subscription.nextMessage(Duration.ofMillis(500)) : null;
		}
		subscription.unsubscribe();
	}

	private JetStreamManagement management() throws IOException {
		return this.connection.current().jetStreamManagement();
	}

	/**
	 * 400 events a second.
	 */
	private final class SteadyEvents implements AutoCloseable {

		private final AtomicLong published = new AtomicLong();

		private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

		SteadyEvents() {
			Connection client = RetentionServerTests.this.connection.current();
			this.executor.scheduleAtFixedRate(() -> {
				for (int i = 0; i < 4; i++) {
					client.publish("auth.user.created", new byte[100]);
					this.published.incrementAndGet();
				}
			}, 0, 10, TimeUnit.MILLISECONDS);
		}

		private void awaitPublished(long count) {
			await().atMost(LIMIT).until(() -> this.published.get() >= count);
		}

		@Override
		public void close() throws InterruptedException {
			this.executor.shutdown();
			assertThat(this.executor.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
		}

	}

}
