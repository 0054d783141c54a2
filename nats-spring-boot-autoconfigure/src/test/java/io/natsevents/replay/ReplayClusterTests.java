package io.natsevents.replay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.natsevents.event.Event;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test for a replay on a cluster that loses a node while events pour in.
 */
@Tag("slow")
class ReplayClusterTests {

	private static final Log logger = LogFactory.getLog(ReplayClusterTests.class);

	private static final String STREAM = "AUTH_EVENTS";

	private static final int RETAINED = 100_000;

	private static final int PER_SECOND = 5_000;

	private static final Duration LIMIT = Duration.ofMinutes(4);

	private final Users users = new Users();

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicLong published = new AtomicLong();

	@Test
	void aRangeOfTimeIsExactWhileEventsArriveAndANodeDies() throws Exception {
		try (NatsCluster cluster = NatsCluster.builder().start();
				BusApplication application = BusApplication.on(cluster)
					.bean(this.users)
					.property("nats.jetstream.listeners.users.concurrency", "4")
					.start();
				Connection connection = connect(cluster)) {
			publish(connection.jetStream(), RETAINED / 2);
			Instant from = lastStored(application);
			publish(connection.jetStream(), RETAINED / 4);
			Instant to = lastStored(application);
			publish(connection.jetStream(), RETAINED / 4);
			Thread publisher = new Thread(() -> pour(connection), "publisher");
			publisher.start();
			long before = this.published.get();
			long began = System.nanoTime();
			Replay replay = application.bean(EventReplay.class)
				.start(ReplayRequest.into("users").from(from).to(to).atMostPerSecond(2_500));
			await().atMost(LIMIT).until(() -> replay.progress().done() > 5_000);
			NatsServer leader = cluster.consumerLeader(STREAM, "analytics-users-replay-" + replay.id());
			leader.kill();
			assertThat(replay.await(LIMIT)).as("%s %s", replay.progress(), replay.reason()).isTrue();
			double perSecond = (this.published.get() - before) / ((System.nanoTime() - began) / 1e9);
			this.stopped.set(true);
			publisher.join(TimeUnit.SECONDS.toMillis(60));
			Set<Long> expected = stored(connection, from, to);
			logger.info("Replayed " + this.users.replayed.size() + " of " + expected.size() + " events in "
					+ this.users.replays.get() + " calls while " + (long) perSecond
					+ " events/s arrived; once more, behind the newest by " + this.users.again);
			assertThat(replay.state()).isEqualTo(ReplayState.COMPLETED);
			assertThat(expected).hasSizeBetween(RETAINED / 4, RETAINED / 4 + 1);
			assertThat(new TreeSet<>(this.users.replayed)).isEqualTo(expected);
			// Acknowledgements die with the leader, so some come again after ack-wait
			assertThat(replay.progress().handled()).isEqualTo(this.users.replays.get());
			assertThat(this.users.again).hasSizeLessThan(500);
			assertThat(perSecond).isGreaterThan(PER_SECOND * 0.5);
		}
	}

	private static Connection connect(NatsCluster cluster) throws Exception {
		return Nats.connect(Options.builder()
			.servers(cluster.urls().toArray(String[]::new))
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(100))
			.build());
	}

	private static Instant lastStored(BusApplication application) throws Exception {
		return application.management().getStreamInfo(STREAM).getStreamState().getLastTime().toInstant();
	}

	private void publish(JetStream stream, int count) throws Exception {
		Deque<CompletableFuture<PublishAck>> open = new ArrayDeque<>();
		for (int i = 0; i < count; i++) {
			open.add(publishOne(stream));
			if (open.size() > 500) {
				open.removeFirst().get(10, TimeUnit.SECONDS);
			}
		}
		for (CompletableFuture<PublishAck> each : open) {
			each.get(10, TimeUnit.SECONDS);
		}
	}

	private static CompletableFuture<PublishAck> publishOne(JetStream stream) {
		String id = UUID.randomUUID().toString();
		String body = """
				{"specversion":"1.0","id":"%s","type":"auth.user.created","source":"urn:service:auth",\
				"time":"2026-01-31T03:00:00Z","organizationid":"acme","schemaversion":"1.0",\
				"datacontenttype":"application/json","data":1}""".formatted(id);
		return stream.publishAsync("auth.user.created",
				new Headers().put("Content-Type", "application/cloudevents+json; charset=utf-8"),
				body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * As many as arrive are counted; what a node loses that dies is published again by
	 * nobody.
	 */
	private void pour(Connection connection) {
		long next = System.nanoTime();
		Deque<CompletableFuture<PublishAck>> open = new ArrayDeque<>();
		while (!this.stopped.get()) {
			try {
				JetStream stream = connection.jetStream();
				for (int i = 0; i < PER_SECOND / 50; i++) {
					open.add(publishOne(stream).whenComplete((ack, failure) -> {
						if (failure == null) {
							this.published.incrementAndGet();
						}
					}));
				}
				while (open.size() > 5_000) {
					open.removeFirst().get(10, TimeUnit.SECONDS);
				}
			}
			catch (Exception ex) {
				logger.debug("A node died", ex);
			}
			next += TimeUnit.SECONDS.toNanos(1) / 50;
			LockSupport.parkNanos(next - System.nanoTime());
		}
	}

	/**
	 * What the stream has in the range, read by a consumer of its own.
	 */
	private static Set<Long> stored(Connection connection, Instant from, Instant to) throws Exception {
		ConsumerConfiguration configuration = ConsumerConfiguration.builder()
			.ackPolicy(AckPolicy.None)
			.deliverPolicy(DeliverPolicy.All)
			.headersOnly(true)
			.build();
		JetStreamSubscription subscription = connection.jetStream()
			.subscribe("auth.>", PullSubscribeOptions.builder().stream(STREAM).configuration(configuration).build());
		Set<Long> sequences = new TreeSet<>();
		while (true) {
			for (Message message : subscription.fetch(2_000, Duration.ofSeconds(2))) {
				Instant at = message.metaData().timestamp().toInstant();
				if (at.isAfter(to)) {
					return sequences;
				}
				if (!at.isBefore(from)) {
					sequences.add(message.metaData().streamSequence());
				}
			}
		}
	}

	static final class Users {

		final Set<Long> replayed = ConcurrentHashMap.newKeySet();

		final AtomicLong replays = new AtomicLong();

		/** How far others had come when an event was handled once more. */
		final Queue<Long> again = new ConcurrentLinkedQueue<>();

		@JetStreamListener(id = "users", value = "auth.user.created")
		void on(Integer user, Event<Integer> event, DeliveryContext context) {
			if (context.replaying()) {
				this.replays.incrementAndGet();
				if (!this.replayed.add(context.sequence())) {
					this.again
						.add(this.replayed.stream().mapToLong(Long::longValue).max().orElse(0) - context.sequence());
				}
			}
		}

	}

}
