package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a listener that keeps the order of each key does when events cannot be
 * parked, or handlers fail for reasons outside of the events.
 */
@NatsServerTest
@Timeout(60)
class KeyTroubleTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String TYPE = "auth.trouble.sent";

	private static String url;

	private static BusApplication application;

	private final OrderJournal journal = new OrderJournal();

	private final Map<String, String> settings = new HashMap<>(Map.of("ordering", "key", "concurrency", "3"));

	private final List<MortalInstance> instances = new ArrayList<>();

	@BeforeAll
	static void start(NatsServer server) {
		url = server.url();
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
	void eventThatCannotBeParkedKeepsItsKeyWaitingAndNoOther() throws Exception {
		StreamConfiguration deadLetters = application.management().getStreamInfo("DLQ_EVENTS").getConfiguration();
		application.management().deleteStream("DLQ_EVENTS");
		RegisteredListener listener = listen("unparked", (event, context, acknowledgement) -> {
			boolean fails = "a".equals(event.partitionKey()) && event.data() == 0;
			this.journal.begin(event);
			this.journal.end(event, true);
			if (fails) {
				throw new RejectedEventException("made by a test");
			}
		});
		publish("a", 3);
		publish("b", 10);
		await().atMost(LIMIT).until(() -> this.journal.done("b") == 10);
		await().atMost(LIMIT).until(() -> listener.inFlight() == 3);
		assertThat(this.journal.calls()).filteredOn((call) -> call.startsWith("a")).containsExactly("a0");
		application.management().addStream(deadLetters);
		await().atMost(LIMIT).until(() -> isDone("unparked"));
		assertThat(this.journal.calls()).filteredOn((call) -> call.startsWith("a")).containsExactly("a0", "a1", "a2");
		assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isEqualTo(1);
		assertThat(consumer("unparked").getDelivered().getConsumerSequence()).as("nothing was given back")
			.isEqualTo(13);
	}

	@Test
	void eventsWaitForTheEndOfAnOutageInOrderAndAreNotParkedForIt() throws Exception {
		AtomicBoolean out = new AtomicBoolean(true);
		this.settings.put("retry.delay", "20ms");
		this.settings.put("retry.max-delay", "20ms");
		RegisteredListener listener = listen("outage", (event, context, acknowledgement) -> {
			boolean fails = out.get();
			this.journal.begin(event);
			this.journal.end(event, !fails);
			if (fails) {
				throw new DataAccessResourceFailureException("no database");
			}
		});
		for (int key = 0; key < 5; key++) {
			publish("k" + key + "-", 4);
		}
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PROBING);
		// Longer than ack-wait
		await().pollDelay(Duration.ofMillis(500)).until(() -> this.journal.calls().size() > 8);
		assertThat(this.journal.done()).isZero();
		out.set(false);
		await().atMost(LIMIT).until(() -> isDone("outage") && this.journal.done() == 20);
		assertThat(this.journal.violations()).isEmpty();
		assertThat(consumer("outage").getDelivered().getConsumerSequence()).as("nothing was given back").isEqualTo(20);
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PULLING);
	}

	@Test
	void errorThatMustStopTheListenerGivesEverythingBackAndIsSeenInHealth(Leftovers leftovers) throws Exception {
		// The pool of the application, which is shared by all tests
		leftovers.allowThreads().allowErrors("is stopped by an error it must not go on after");
		AtomicBoolean fatal = new AtomicBoolean(true);
		List<Integer> handled = new CopyOnWriteArrayList<>();
		publish("a", 5);
		ListenerHandle listener = application.subscriber()
			.subscribe(ListenerDefinition.of("fatal", Integer.class, TYPE).ordering(Ordering.KEY), (event, context) -> {
				if (fatal.get()) {
					throw new OutOfMemoryError("made by a test");
				}
				handled.add(event.data());
			});
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.FAILED);
		assertThat(application.health("listeners").getStatus()).isEqualTo(Status.DOWN);
		fatal.set(false);
		await().atMost(LIMIT).until(() -> listener.inFlight() == 0);
		assertThat(handled).isEmpty();
		await().atMost(LIMIT).untilAsserted(() -> {
			listener.start();
			assertThat(listener.state().phase()).isNotEqualTo(Phase.FAILED);
		});
		await().atMost(LIMIT).until(() -> isDone("fatal"));
		assertThat(handled).containsExactly(0, 1, 2, 3, 4);
		listener.stop();
	}

	private RegisteredListener listen(String id, MortalInstance.Handler handler) {
		MortalInstance instance = new MortalInstance(application, url, this.settings);
		this.instances.add(instance);
		return instance.listen(id, TYPE, false, handler);
	}

	private static void publish(String key, int count) {
		List<Event<Integer>> events = OrderJournal.events(TYPE, key, count);
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	private static ConsumerInfo consumer(String id) throws Exception {
		return application.management().getConsumerInfo("AUTH_EVENTS", "analytics-" + id);
	}

	private static boolean isDone(String id) throws Exception {
		ConsumerInfo info = consumer(id);
		return info.getNumPending() == 0 && info.getNumAckPending() == 0;
	}

}
