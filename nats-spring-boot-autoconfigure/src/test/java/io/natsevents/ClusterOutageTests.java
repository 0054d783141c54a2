package io.natsevents;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.natsevents.event.Event;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for outages of a cluster's nodes while events are published, handled and parked:
 * nothing confirmed is lost, no publish fails, and everything goes on by itself.
 */
@NatsServerTest(nodes = 3)
class ClusterOutageTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String STREAM = "AUTH_EVENTS";

	@Test
	void leaderOfEventsAndDeadLettersIsKilled(NatsCluster cluster) throws Exception {
		try (Load load = new Load(cluster)) {
			NatsServer victim = cluster.streamLeader(STREAM);
			cluster.moveStreamLeader("DLQ_EVENTS", victim);
			load.goesOn();
			victim.kill();
			load.goesOn();
			load.endsWithoutLoss();
		}
	}

	@Test
	void leaderOfTheClusterItselfIsKilled(NatsCluster cluster) throws Exception {
		try (Load load = new Load(cluster)) {
			NatsServer victim = cluster.metaLeader();
			load.goesOn();
			victim.kill();
			assertThat(cluster.metaLeader()).isNotSameAs(victim);
			load.goesOn();
			load.endsWithoutLoss();
		}
	}

	@Test
	void leaderIsFrozenAndComesBack(NatsCluster cluster) throws Exception {
		try (Load load = new Load(cluster)) {
			NatsServer victim = cluster.streamLeader(STREAM);
			load.goesOn();
			victim.pause();
			assertThat(cluster.streamLeader(STREAM)).isNotSameAs(victim);
			victim.resume();
			load.goesOn();
			load.endsWithoutLoss();
		}
	}

	@Test
	void majorityIsLostAndComesBack(NatsCluster cluster) throws Exception {
		try (Load load = new Load(cluster)) {
			NatsServer survivor = cluster.nodeOf(load.application.connection());
			load.goesOn();
			List<NatsServer> victims = cluster.nodes().stream().filter((node) -> node != survivor).toList();
			victims.forEach(NatsServer::kill);
			load.stalls(Duration.ofSeconds(3));
			victims.forEach(NatsServer::start);
			load.goesOn();
			load.endsWithoutLoss();
		}
	}

	@Test
	void wholeClusterIsRestarted(NatsCluster cluster) throws Exception {
		try (Load load = new Load(cluster)) {
			load.goesOn();
			cluster.stop();
			cluster.start();
			load.goesOn();
			load.endsWithoutLoss();
		}
	}

	/**
	 * Publishers and a listener that parks some of their events.
	 */
	private static final class Load implements AutoCloseable {

		private final ExecutorService publishers = Executors.newFixedThreadPool(2);

		private final AtomicBoolean publishing = new AtomicBoolean(true);

		private final Set<String> good = ConcurrentHashMap.newKeySet();

		private final Set<String> bad = ConcurrentHashMap.newKeySet();

		private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

		private final Queue<String> handled = new ConcurrentLinkedQueue<>();

		private final BusApplication application;

		private volatile long lastConfirmed = System.nanoTime();

		Load(NatsCluster cluster) {
			this.application = BusApplication.on(cluster)
				.property("nats.jetstream.listener.ack-wait", "2s")
				.property("nats.jetstream.listener.retry.max-retries", 3)
				.start();
			this.application.subscriber()
				.subscribe(ListenerDefinition.of("load", String.class, "auth.load.sent"), (event, context) -> {
					if (event.data().equals("bad")) {
						throw new IllegalArgumentException("bad");
					}
					this.handled.add(event.id());
				});
			this.publishers.execute(() -> publish("good", this.good, 2));
			this.publishers.execute(() -> publish("bad", this.bad, 20));
		}

		private void publish(String data, Set<String> confirmed, long pauseMillis) {
			while (this.publishing.get()) {
				Event<String> event = Event.of("auth.load.sent", data);
				try {
					this.application.publisher().publish(event);
					confirmed.add(event.id());
					this.lastConfirmed = System.nanoTime();
					TimeUnit.MILLISECONDS.sleep(pauseMillis);
				}
				catch (RuntimeException | InterruptedException ex) {
					this.failures.add(ex);
				}
			}
		}

		/**
		 * Wait until nothing has been confirmed for a while.
		 */
		void stalls(Duration duration) {
			await().atMost(LIMIT).until(() -> System.nanoTime() - this.lastConfirmed > duration.toNanos());
		}

		void goesOn() {
			int publishedBefore = this.good.size();
			int badBefore = this.bad.size();
			int handledBefore = this.handled.size();
			await().atMost(LIMIT)
				.until(() -> this.good.size() > publishedBefore + 50 && this.bad.size() > badBefore + 10
						&& this.handled.size() > handledBefore + 50);
		}

		void endsWithoutLoss() throws Exception {
			this.publishing.set(false);
			this.publishers.shutdown();
			assertThat(this.publishers.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			await().atMost(LIMIT).ignoreExceptions().until(() -> this.application.isDone("load"));
			assertThat(this.failures).isEmpty();
			assertThat(new HashSet<>(this.handled)).containsAll(this.good).doesNotContainAnyElementsOf(this.bad);
			assertThat(parked()).containsAll(this.bad).doesNotContainAnyElementsOf(this.good);
		}

		private Set<String> parked() throws Exception {
			Set<String> parked = new HashSet<>();
			long last = this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getLastSequence();
			for (long sequence = 1; sequence <= last; sequence++) {
				String id = this.application.management()
					.getMessage("DLQ_EVENTS", sequence)
					.getHeaders()
					.getFirst("Dlq-Event-Id");
				// One event has one dead letter, however often its parking was tried
				assertThat(parked.add(id)).as(id).isTrue();
			}
			return parked;
		}

		@Override
		public void close() {
			this.publishing.set(false);
			this.publishers.shutdownNow();
			this.application.close();
		}

	}

}
