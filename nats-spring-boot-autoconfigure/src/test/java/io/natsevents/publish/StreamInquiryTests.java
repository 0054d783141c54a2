package io.natsevents.publish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.TestDetails;
import io.natsevents.publish.StreamHeight.Era;
import io.natsevents.support.ServerWithUsers;
import io.natsevents.test.Leftovers;
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
 * Tests for {@link StreamInquiry}.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class StreamInquiryTests {

	private static final String STREAM = "AUTH_EVENTS";

	private static final String SUBJECT = "auth.user.created";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final List<StreamWentBack> told = new CopyOnWriteArrayList<>();

	private final StreamHeights heights = new StreamHeights(new PublishObserver() {

		@Override
		public void streamWentBack(StreamWentBack found) {
			StreamInquiryTests.this.told.add(found);
		}

	}, InstantSource.system());

	private final AtomicLong time = new AtomicLong();

	private PublishThreads threads;

	private ConnectionSupervisor connection;

	private StreamInquiry inquiry;

	@BeforeEach
	void start(NatsServer server, Leftovers leftovers) throws Exception {
		leftovers.allowErrors("Stream AUTH_EVENTS went back");
		this.connection = TestDetails.of(server).connected();
		this.connection.current()
			.jetStreamManagement()
			.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").build());
		this.threads = new PublishThreads();
		this.inquiry = inquiry(this.connection);
		for (int sequence = 1; sequence <= 6; sequence++) {
			store("event-" + sequence);
		}
	}

	@AfterEach
	void stop() {
		this.inquiry.stop();
		this.threads.close();
		this.connection.close();
	}

	private StreamInquiry inquiry(ConnectionSupervisor way) {
		ExponentialDelays looks = new ExponentialDelays(Duration.ofMillis(20), 2, Duration.ofMillis(200));
		return new StreamInquiry(way, this.threads, this.heights, looks, this.time::get);
	}

	private void store(String id) throws Exception {
		this.connection.current()
			.jetStream()
			.publish(SUBJECT, new Headers().put(NatsJetStreamConstants.MSG_ID_HDR, id), new byte[0]);
	}

	private void confirmed(long sequence, String id) {
		this.heights.stored(SUBJECT, STREAM, new ConfirmedEvent(sequence, id), null, null);
	}

	private void reconnect() {
		this.inquiry.connectionLost();
		this.inquiry.connectionReady();
	}

	/**
	 * When its threads have ended, what was begun is settled.
	 */
	private void awaitSettled(Subscription questions) throws Exception {
		assertThat(questions.nextMessage(LIMIT)).isNotNull();
		this.threads.close();
	}

	private Subscription questions(String operation) throws Exception {
		Subscription questions = this.connection.current().subscribe("$JS.API.STREAM." + operation + "." + STREAM);
		this.connection.current().flush(LIMIT);
		return questions;
	}

	@Test
	void anEventThatIsStillThereIsNoLoss() throws Exception {
		confirmed(6, "event-6");
		Subscription questions = questions("MSG.GET");
		reconnect();
		awaitSettled(questions);
		assertThat(this.told).isEmpty();
	}

	@Test
	void anotherEventInItsPlaceIsALoss() {
		confirmed(4, "ours");
		reconnect();
		await().atMost(LIMIT).until(() -> !this.told.isEmpty());
		assertThat(this.told).singleElement().satisfies((found) -> {
			assertThat(found.from()).isEqualTo(4);
			assertThat(found.to()).isEqualTo(4);
		});
	}

	@Test
	void anEventThatWasDiscardedSinceIsNoLoss() throws Exception {
		confirmed(4, "ours");
		this.connection.current().jetStreamManagement().deleteMessage(STREAM, 4);
		Subscription questions = questions("MSG.GET");
		reconnect();
		awaitSettled(questions);
		assertThat(this.told).isEmpty();
	}

	@Test
	void aStreamThatEndsBelowForLongIsALoss() throws Exception {
		confirmed(9, "ours");
		Subscription questions = questions("INFO");
		reconnect();
		assertThat(questions.nextMessage(LIMIT)).isNotNull();
		assertThat(questions.nextMessage(LIMIT)).isNotNull();
		assertThat(this.told).isEmpty();
		this.time.set(TimeUnit.SECONDS.toNanos(20));
		await().atMost(LIMIT).until(() -> !this.told.isEmpty());
		assertThat(this.told).singleElement().satisfies((found) -> {
			assertThat(found.from()).isEqualTo(9);
			assertThat(found.to()).isEqualTo(7);
		});
	}

	@Test
	void whatWasConfirmedWhenALateEventWasSentCounts() {
		delay("ours", "event-6");
		assertThat(this.told).singleElement().satisfies((found) -> assertThat(found.from()).isEqualTo(4));
		assertThat(this.heights.eraOf(SUBJECT).height()).isEqualTo(6);
	}

	@Test
	void whatWasConfirmedAfterALateEventWasSentCounts() {
		delay("event-4", "ours");
		assertThat(this.told).singleElement().satisfies((found) -> assertThat(found.from()).isEqualTo(6));
	}

	/**
	 * An event is late that was sent when 4 was confirmed, and 6 was confirmed since.
	 */
	private void delay(String fourth, String sixth) {
		confirmed(4, fourth);
		Era sentIn = this.heights.eraOf(SUBJECT);
		ConfirmedEvent highestWhenSent = sentIn.highest();
		confirmed(6, sixth);
		this.inquiry.delayed(sentIn, highestWhenSent);
		await().atMost(LIMIT).until(() -> !this.told.isEmpty());
	}

	@Test
	void aStreamThatIsNotThereAnyMoreIsNoLoss() throws Exception {
		this.heights.stored("gone.x", "GONE_EVENTS", new ConfirmedEvent(3, "ours"), null, null);
		Subscription gone = this.connection.current().subscribe("$JS.API.STREAM.INFO.GONE_EVENTS");
		this.connection.current().flush(LIMIT);
		reconnect();
		awaitSettled(gone);
		assertThat(this.told).isEmpty();
	}

	@Test
	void nothingIsAskedWhenNothingWasConfirmed() throws Exception {
		Subscription all = this.connection.current().subscribe("$JS.API.STREAM.INFO.*");
		confirmed(6, "event-6");
		Subscription questions = questions("MSG.GET");
		reconnect();
		awaitSettled(questions);
		assertThat(all.nextMessage(LIMIT).getSubject()).endsWith("." + STREAM);
		assertThat(all.getPendingMessageCount()).isZero();
	}

	@Test
	void whoMayNotReadIsToldSoOnceAndAsksForTheEndOnly(Leftovers leftovers, CapturedOutput output) throws Exception {
		leftovers.allowErrors("Permissions Violation");
		try (ServerWithUsers users = ServerWithUsers.start(); Connection admin = users.admin()) {
			admin.jetStreamManagement()
				.addStream(StreamConfiguration.builder().name(STREAM).subjects("auth.>").build());
			admin.jetStream().publish(SUBJECT, new byte[0]);
			users.denyPublishing("$JS.API.STREAM.MSG.GET.>");
			ConnectionSupervisor app = TestDetails.of("nats://app:pw@127.0.0.1:" + users.server().port()).connected();
			await().atMost(LIMIT).until(() -> {
				app.current().publish("$JS.API.STREAM.MSG.GET.OTHER", null);
				app.current().flush(LIMIT);
				return String.valueOf(app.current().getLastError()).contains("MSG.GET.OTHER");
			});
			confirmed(1, "ours");
			this.inquiry.stop();
			this.inquiry = inquiry(app);
			Subscription ends = admin.subscribe("$JS.API.STREAM.INFO." + STREAM);
			admin.flush(LIMIT);
			reconnect();
			await().atMost(LIMIT).until(() -> output.toString().contains("may not ask"));
			assertThat(ends.nextMessage(LIMIT)).isNotNull();
			reconnect();
			assertThat(ends.nextMessage(LIMIT)).isNotNull();
			this.threads.close();
			assertThat(output).containsOnlyOnce("grant to publish to '$JS.API.STREAM.MSG.GET.AUTH_EVENTS'");
			assertThat(this.told).isEmpty();
			app.close();
		}
	}

}
