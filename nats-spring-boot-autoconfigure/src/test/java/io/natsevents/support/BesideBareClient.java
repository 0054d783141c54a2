package io.natsevents.support;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.nats.client.Options;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerDefinition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that publishes every 50 ms to itself, beside a bare client that is
 * connected to the same server.
 */
public final class BesideBareClient implements AutoCloseable {

	/** The stream both publish to. */
	public static final String STREAM = "AUTH_EVENTS";

	/** The consumer both pull from. */
	public static final String DURABLE = "analytics-silence";

	private static final Log logger = LogFactory.getLog(BesideBareClient.class);

	private static final Duration PROMISE = Duration.ofSeconds(1);

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();

	private final Silence published = new Silence();

	private final Silence handled = new Silence();

	private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

	private final BusApplication application;

	private final BareClient bare;

	public BesideBareClient(BusApplication.Builder builder) throws Exception {
		// What a client was sent that lost its connection comes back after this
		this.application = builder.property("nats.jetstream.listener.ack-wait", "2s").start();
		this.application.subscriber()
			.subscribe(ListenerDefinition.of("silence", String.class, "auth.silence.broken"),
					(event, context) -> this.handled.broken());
		await().atMost(LIMIT).ignoreExceptions().until(() -> this.application.isDone("silence"));
		this.bare = new BareClient(this.application.connection().getConnectedUrl(), Options.DEFAULT_PING_INTERVAL,
				"auth.bare", BareClient.Question.pull(STREAM, DURABLE));
		this.publishing.scheduleWithFixedDelay(this::publish, 0, 50, TimeUnit.MILLISECONDS);
	}

	private void publish() {
		try {
			this.application.publisher().publish(Event.of("auth.silence.broken", "by an event"));
			this.published.broken();
		}
		catch (RuntimeException ex) {
			this.failures.add(ex);
		}
	}

	public BusApplication application() {
		return this.application;
	}

	/**
	 * Assert that the longest silence around an outage is at most a second longer than
	 * that of the bare client, which handles nothing while it cannot publish.
	 * @param name the outage
	 * @param outage begins and ends it
	 */
	public void measure(String name, Runnable outage) {
		awaitMore(10);
		long begin = System.nanoTime();
		outage.run();
		awaitMore(20);
		Duration publishing = this.published.longest(begin);
		Duration handling = this.handled.longest(begin);
		Duration barePublishing = this.bare.published().longest(begin);
		Duration barePulling = this.bare.answered().longest(begin);
		Duration bareHandling = (barePulling.compareTo(barePublishing) > 0) ? barePulling : barePublishing;
		logger.info("Longest silence | %s | publish %d ms, bare %d ms | handle %d ms, bare %d ms".formatted(name,
				publishing.toMillis(), barePublishing.toMillis(), handling.toMillis(), bareHandling.toMillis()));
		assertThat(this.failures).isEmpty();
		assertThat(publishing).as("publish, " + name).isLessThanOrEqualTo(barePublishing.plus(PROMISE));
		assertThat(handling).as("handle, " + name).isLessThanOrEqualTo(bareHandling.plus(PROMISE));
	}

	private void awaitMore(int successes) {
		Map<String, Silence> all = Map.of("published", this.published, "handled", this.handled, "published bare",
				this.bare.published(), "pulled bare", this.bare.answered());
		Map<String, Integer> goals = all.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue().size() + successes));
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(all).allSatisfy(
					(what, silence) -> assertThat(silence.size()).as(what).isGreaterThanOrEqualTo(goals.get(what))));
	}

	@Override
	public void close() throws InterruptedException {
		this.publishing.shutdownNow();
		this.bare.close();
		try {
			await().atMost(LIMIT).ignoreExceptions().until(() -> this.application.isDone("silence"));
		}
		finally {
			this.application.close();
		}
	}

}
