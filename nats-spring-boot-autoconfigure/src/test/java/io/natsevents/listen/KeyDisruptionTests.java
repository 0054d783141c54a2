package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.event.Event;
import io.natsevents.listen.MortalInstance.Handler;
import io.natsevents.support.BusApplication;
import io.natsevents.support.Link;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the order of each key when an instance dies or a connection is lost: what had
 * been delivered comes again only after ack-wait.
 */
@NatsServerTest
@Timeout(60)
class KeyDisruptionTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final Duration ACK_WAIT = Duration.ofMillis(600);

	private static final String TYPE = "auth.disrupted.sent";

	private static final String ID = "disrupted";

	private static NatsServer nats;

	private static BusApplication application;

	private final OrderJournal journal = new OrderJournal();

	private final List<MortalInstance> instances = new ArrayList<>();

	private final Map<String, String> settings = Map.of("ordering", "key", "ack-wait", ACK_WAIT.toMillis() + "ms",
			"retry.max-retries", "5", "shutdown-timeout", "5s", "concurrency", "4", "max-in-flight", "40");

	@BeforeAll
	static void start(NatsServer server) {
		nats = server;
		application = BusApplication.on(server).start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@AfterEach
	void removeEvents() throws Exception {
		this.instances.forEach(MortalInstance::close);
		application.removeEvents();
	}

	@Test
	void whatAKilledInstanceHeldComesBeforeWhatIsNew() throws Exception {
		publish(0, 200);
		MortalInstance dying = instance(nats.url());
		RegisteredListener killed = dying.listen(ID, TYPE, false, (event, context, acknowledgement) -> {
			if (this.journal.done() > 20) {
				dying.die();
			}
			handle(event);
		});
		assertThat(dying.awaitDeath(LIMIT)).isTrue();
		int held = killed.inFlight();
		assertThat(held).isPositive();
		long begun = System.nanoTime();
		listen(nats.url());
		await().atMost(LIMIT).until(() -> this.journal.done() == 200);
		awaitDone();
		assertThat(this.journal.violations()).isEmpty();
		assertThat(System.nanoTime() - begun).isLessThan(ACK_WAIT.plusSeconds(4).toNanos());
	}

	@Test
	void whatIsSettledOutOfOrderIsNoReasonToWaitForLong() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		publish(0, 40);
		MortalInstance dying = instance(nats.url());
		dying.listen(ID, TYPE, false, (event, context, acknowledgement) -> {
			if ("k0".equals(event.partitionKey())) {
				Handled.await(release);
				dying.die();
			}
			handle(event);
		});
		await().atMost(LIMIT).until(() -> this.journal.done() == 30);
		publish(40, 40);
		await().atMost(LIMIT).until(() -> this.journal.done() > 32);
		release.countDown();
		assertThat(dying.awaitDeath(LIMIT)).isTrue();
		listen(nats.url());
		await().atMost(LIMIT).until(() -> this.journal.done() == 80);
		awaitDone();
		assertThat(this.journal.violations()).isEmpty();
	}

	@Test
	void whatWasLostWithTheConnectionComesBeforeWhatIsNew() throws Exception {
		try (Link link = Link.to(nats)) {
			listen(link.url());
			publish(0, 40);
			await().atMost(LIMIT).until(() -> this.journal.done() == 40);
			awaitDone();
			link.loseFromServer((message) -> true);
			publish(40, 8);
			await().atMost(LIMIT).until(() -> consumer().getNumAckPending() > 0);
			publish(48, 52);
			link.cut();
			await().atMost(LIMIT).until(() -> this.journal.done() == 100);
			awaitDone();
			assertThat(this.journal.violations()).isEmpty();
			assertThat(this.journal.calls()).hasSize(100);
		}
	}

	@Test
	void whatComesAgainWhileItIsHeldOrAfterItWasSettledIsNotHandledTwice() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (Link link = Link.to(nats)) {
			instance(link.url()).listen(ID, TYPE, false, (event, context, acknowledgement) -> {
				this.journal.begin(event);
				if ("k0".equals(event.partitionKey())) {
					Handled.await(release);
				}
				this.journal.end(event, true);
			});
			publish(0, 4);
			await().atMost(LIMIT).until(() -> this.journal.done() == 3 && consumer().getNumAckPending() == 1);
			link.loseFromClient((message) -> true);
			publish(4, 8);
			await().atMost(LIMIT).until(() -> this.journal.done() > 3);
			await().pollDelay(ACK_WAIT.plusMillis(200)).until(() -> true);
			link.cut();
			await().atMost(LIMIT).until(() -> this.journal.done() == 9);
			release.countDown();
			await().atMost(LIMIT).until(() -> this.journal.done() == 12);
			awaitDone();
			assertThat(this.journal.violations()).isEmpty();
			assertThat(this.journal.calls()).hasSize(12);
			assertThat(consumer().getDelivered().getConsumerSequence()).isGreaterThan(12);
		}
	}

	@Test
	void startAfterAnOrderlyStopWaitsForNothing() throws Exception {
		RegisteredListener container = listen(nats.url());
		publish(0, 20);
		await().atMost(LIMIT).until(() -> this.journal.done() == 20);
		container.stop();
		publish(20, 20);
		long begun = System.nanoTime();
		container.start();
		await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> this.journal.done() == 40);
		assertThat(System.nanoTime() - begun).isLessThan(ACK_WAIT.toNanos());
	}

	@Test
	void eventsAreHandledAgainWhenSomebodyMakesTheConsumerAnewToHaveThem() throws Exception {
		RegisteredListener container = listen(nats.url());
		publish(0, 20);
		await().atMost(LIMIT).until(() -> this.journal.done() == 20);
		awaitDone();
		container.pause();
		await().atMost(LIMIT).until(() -> container.state().phase() == ListenerState.Phase.PAUSED);
		ConsumerConfiguration configuration = consumer().getConsumerConfiguration();
		application.management().deleteConsumer("AUTH_EVENTS", configuration.getDurable());
		application.management().createConsumer("AUTH_EVENTS", configuration);
		container.resume();
		await().atMost(LIMIT).until(() -> this.journal.calls().size() == 40);
		awaitDone();
	}

	private RegisteredListener listen(String url) {
		Handler handler = (event, context, acknowledgement) -> handle(event);
		return instance(url).listen(ID, TYPE, false, handler);
	}

	private void handle(Event<Integer> event) {
		this.journal.begin(event);
		this.journal.end(event, true);
	}

	private MortalInstance instance(String url) {
		MortalInstance instance = new MortalInstance(application, url, this.settings);
		this.instances.add(instance);
		return instance;
	}

	/**
	 * Publish events of four keys in turn.
	 */
	private static void publish(int from, int count) {
		List<Event<Integer>> events = new ArrayList<>();
		for (int number = from; number < from + count; number++) {
			events.add(Event.of(TYPE, number / 4).partitionKey("k" + number % 4));
		}
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	private static ConsumerInfo consumer() throws Exception {
		return application.management().getConsumerInfo("AUTH_EVENTS", "analytics-" + ID);
	}

	private static void awaitDone() {
		await().atMost(LIMIT).until(() -> consumer().getNumPending() == 0 && consumer().getNumAckPending() == 0);
	}

}
