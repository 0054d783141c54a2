package io.natsevents.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.MessageInfo;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.RedriveOptions;
import io.natsevents.deadletter.RedriveTarget;
import io.natsevents.deadletter.Redrives;
import io.natsevents.event.EventPartition;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a listener with the order of the whole fleet does when handlers or
 * processes fail, and when somebody meddles with its consumers.
 */
@NatsServerTest
class PartitionedTroubleTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final int PARTITIONS = 4;

	private static String url;

	private static BusApplication application;

	private final List<MortalInstance> instances = new ArrayList<>();

	private final Map<String, String> settings = new HashMap<>(Map.of("ordering", "cluster"));

	private final List<Integer> handled = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start(NatsServer server) {
		url = server.url();
		application = BusApplication.on(server).property("nats.jetstream.services", "").start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void removeDeadLetters() throws Exception {
		application.management().purgeStream("DLQ_EVENTS");
	}

	@AfterEach
	void closeInstances() {
		this.instances.forEach(MortalInstance::close);
	}

	@Test
	void parkedEventLetsItsPartitionGoOnAndCanBeRedriven(Leftovers leftovers) throws Exception {
		// The pool of the application, which is shared by all tests
		leftovers.allowThreads();
		PartitionedEvents events = new PartitionedEvents(application, "park", PARTITIONS).create();
		AtomicBoolean broken = new AtomicBoolean(true);
		ListenerDefinition<Integer> definition = ListenerDefinition.of("park", Integer.class, "park.user.created")
			.ordering(Ordering.CLUSTER)
			.maxRetries(1);
		application.subscriber().subscribe(definition, (event, context) -> {
			if (event.data() == 1 && broken.get()) {
				throw new IllegalStateException("broken");
			}
			this.handled.add(event.data());
		});
		for (int i = 0; i < 4; i++) {
			events.publish("park.user.created", "user/42", i);
		}
		await().atMost(LIMIT).until(() -> events.left("analytics-park") == 0);
		assertThat(this.handled).containsExactly(0, 2, 3);
		String durable = "analytics-park-p" + EventPartition.of("user/42", PARTITIONS);
		MessageInfo letter = deadLetter();
		assertThat(letter.getSubject()).startsWith("dlq.PARK_EVENTS." + durable + ".");
		broken.set(false);
		application.bean(Redrives.class)
			.redrive(DeadLetterId.parse(letter.getSubject().substring("dlq.".length())), RedriveOptions.DEFAULT);
		assertThat(this.handled).containsExactly(0, 2, 3, 1);
		RedriveTarget target = application.bean(RedriveTarget.class);
		assertThat(target.hasListener("PARK_EVENTS", "analytics-park")).isTrue();
		assertThat(target.hasListener("PARK_EVENTS", "analytics-park-p17")).isTrue();
		assertThat(target.hasListener("PARK_EVENTS", "analytics-parking-p1")).isFalse();
	}

	@Test
	void eventThatEndsTheProcessRunsAloneAndIsParkedAndThoseBehindItGoOn() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "kill", PARTITIONS).create();
		for (int i = 0; i < 3; i++) {
			events.publish("kill.user.created", "user/42", i);
		}
		for (int deaths = 0; deaths < 3; deaths++) {
			MortalInstance instance = newInstance();
			instance.listen("kill", "kill.user.created", false, (event, context, acknowledgement) -> {
				if (event.data() == 1) {
					instance.die();
				}
				this.handled.add(event.data());
			});
			assertThat(instance.awaitDeath(LIMIT)).isTrue();
			instance.close();
		}
		newInstance().listen("kill", "kill.user.created", false,
				(event, context, acknowledgement) -> this.handled.add(event.data()));
		await().atMost(LIMIT).until(() -> events.left("analytics-kill") == 0);
		assertThat(this.handled).containsExactly(0, 2);
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("PROCESS_DIED");
	}

	@Test
	void outageOfOnePartitionIsThatOfAllAndOneProbes() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "outage", PARTITIONS).create();
		AtomicBoolean out = new AtomicBoolean(true);
		AtomicInteger calls = new AtomicInteger();
		this.settings.put("concurrency", "4");
		this.settings.put("retry.delay", "200ms");
		this.settings.put("retry.max-delay", "200ms");
		RegisteredListener listener = newInstance().listen("outage", "outage.user.created", false,
				(event, context, acknowledgement) -> {
					calls.incrementAndGet();
					if (out.get()) {
						throw new DataAccessResourceFailureException("no database");
					}
					this.handled.add(event.data());
				});
		for (int i = 0; i < 40; i++) {
			events.publish("outage.user.created", "user/" + i, i);
		}
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PROBING);
		int before = calls.get();
		await().pollDelay(Duration.ofMillis(700)).atMost(LIMIT).until(() -> true);
		// Four that had begun, and the one that probes
		assertThat(calls.get() - before).isLessThan(9);
		out.set(false);
		await().atMost(LIMIT).until(() -> events.left("analytics-outage") == 0);
		assertThat(this.handled).hasSize(40);
		assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
	}

	@Test
	void errorThatMustStopAListenerStopsAllItsPartitions(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("is stopped by an error it must not go on after");
		PartitionedEvents events = new PartitionedEvents(application, "fatal", PARTITIONS).create();
		AtomicBoolean fatal = new AtomicBoolean(true);
		RegisteredListener listener = newInstance().listen("fatal", "fatal.user.created", false,
				(event, context, acknowledgement) -> {
					if (fatal.get()) {
						throw new OutOfMemoryError("simulated");
					}
					this.handled.add(event.data());
				});
		events.publish("fatal.user.created", "user/42", 1);
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.FAILED);
		assertThat(listener.state().reason()).contains("simulated");
		for (int i = 0; i < 8; i++) {
			events.publish("fatal.user.created", "user/" + i, i);
		}
		fatal.set(false);
		await().atMost(LIMIT)
			.until(() -> listener.partitions()
				.stream()
				.allMatch((state) -> state.phase() == Phase.STOPPED || state.phase() == Phase.FAILED));
		assertThat(this.handled).isEmpty();
		// One that failed can be started again
		listener.stop();
		await().atMost(LIMIT).untilAsserted(() -> {
			listener.start();
			assertThat(listener.state().phase()).isNotEqualTo(Phase.FAILED);
		});
		await().atMost(LIMIT).until(() -> events.left("analytics-fatal") == 0);
		assertThat(this.handled).hasSize(9);
	}

	@Test
	void stopGivesBackWhatWaitsWhileAnotherPartitionStillRuns() throws Exception {
		PartitionedEvents events = new PartitionedEvents(application, "stop", PARTITIONS).create();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.settings.put("ack-wait", "10s");
		this.settings.put("shutdown-timeout", "10s");
		MortalInstance stopping = newInstance();
		RegisteredListener listener = stopping.listen("stop", "stop.user.created", false,
				(event, context, acknowledgement) -> {
					running.countDown();
					Handled.await(release);
					this.handled.add(event.data());
				});
		for (int i = 0; i < 20; i++) {
			events.publish("stop.user.created", "user/" + i, i);
		}
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		await().atMost(LIMIT).until(() -> listener.inFlight() == PARTITIONS);
		Thread stopper = new Thread(stopping::stop);
		stopper.start();
		List<Integer> others = new CopyOnWriteArrayList<>();
		newInstance().listen("stop", "stop.user.created", false,
				(event, context, acknowledgement) -> others.add(event.data()));
		await().atMost(LIMIT).until(() -> events.left("analytics-stop") > 0 && listener.inFlight() == 1);
		await().atMost(LIMIT).until(() -> others.size() > 5);
		release.countDown();
		stopper.join(10_000);
		await().atMost(LIMIT).until(() -> events.left("analytics-stop") == 0);
		assertThat(this.handled).hasSize(1);
		assertThat(others).hasSize(19).doesNotContainAnyElementsOf(this.handled);
	}

	@Test
	void consumerThatWasChangedIsSeenInHealthByItsPartition(Leftovers leftovers) throws Exception {
		// The pool of the application, which is shared by all tests
		leftovers.allowThreads();
		new PartitionedEvents(application, "drift", PARTITIONS).create();
		ListenerHandle listener = application.subscriber()
			.subscribe(ListenerDefinition.of("drift", Integer.class, "drift.user.created").ordering(Ordering.CLUSTER),
					(event, context) -> this.handled.add(event.data()));
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PULLING);
		application.management()
			.addOrUpdateConsumer("DRIFT_EVENTS",
					ConsumerConfiguration
						.builder(application.management()
							.getConsumerInfo("DRIFT_EVENTS", "analytics-drift-p2")
							.getConsumerConfiguration())
						.filterSubjects("drift.other")
						.build());
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.MISSING_EVENTS);
		assertThat(listener.state().reason()).startsWith("partition 2 of 4: its consumer on the server differs");
		assertThat(application.health("listeners").getDetails().get("drift").toString())
			.contains("partitions={2={phase=MISSING_EVENTS, reason=its consumer on the server differs");
		listener.stop();
		listener.start();
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PULLING);
		application.management()
			.addOrUpdateConsumer("DRIFT_EVENTS",
					ConsumerConfiguration
						.builder(application.management()
							.getConsumerInfo("DRIFT_EVENTS", "analytics-drift-p1")
							.getConsumerConfiguration())
						.maxAckPending(100)
						.build());
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.OUT_OF_ORDER);
		assertThat(listener.state().reason()).startsWith("partition 1 of 4: its consumer on the server differs")
			.endsWith("until max-ack-pending is 1 again");
	}

	private MortalInstance newInstance() {
		MortalInstance instance = new MortalInstance(application, url, this.settings);
		this.instances.add(instance);
		return instance;
	}

	private static MessageInfo deadLetter() throws IOException, JetStreamApiException {
		assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isEqualTo(1);
		return application.management().getLastMessage("DLQ_EVENTS", "dlq.>");
	}

}
