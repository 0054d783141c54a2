package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for many listeners on one connection. Each flushes when it begins anew and when
 * it stops, and three flushes at the same time once made the client drop its connection.
 */
@NatsServerTest
class ManyListenersTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Test
	void hundredListenersStartReconnectOnceAndStopWithoutLosingTheConnection(NatsServer server) {
		// What is acknowledged in the moment before a server is killed comes again
		Set<String> handled = ConcurrentHashMap.newKeySet();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "5s")
			.start()) {
			List<ListenerHandle> listeners = new ArrayList<>();
			long begun = System.nanoTime();
			for (int i = 0; i < 100; i++) {
				listeners.add(application.subscriber()
					.subscribe(ListenerDefinition.of("listener-" + i, String.class, "auth.many.sent"),
							(event, context) -> handled.add(context.listenerId() + " " + event.id())));
			}
			awaitPulling(listeners);
			assertThat(since(begun)).isLessThan(Duration.ofSeconds(10));
			application.publisher().publish(Event.of("auth.many.sent", "hello"));
			await().atMost(LIMIT).until(() -> handled.size() == 100);
			// One that pulls for each listener; handlers end when they have nothing to do
			assertThat(threads("jetstream-listener-")).isEqualTo(100);
			assertThat(threads("jetstream-") - threads("jetstream-handler-")).isLessThan(110);
			assertThat(application.health("listeners").getDetails()).hasSize(100);
			server.kill();
			server.restart();
			ConnectionSupervisor connection = application.bean(ConnectionSupervisor.class);
			await().atMost(LIMIT).until(connection::isConnected);
			awaitPulling(listeners);
			application.publisher().publish(Event.of("auth.many.sent", "hello"));
			await().atMost(LIMIT).until(() -> handled.size() == 200);
			await().atMost(LIMIT)
				.until(() -> listeners.stream().allMatch((listener) -> application.isDone(listener.id())));
			long stopping = System.nanoTime();
			application.bean(ListenerRegistry.class).stop();
			assertThat(since(stopping)).isLessThan(Duration.ofSeconds(5));
			assertThat(connection.isConnected()).isTrue();
			assertThat(connection.state().reconnects()).isEqualTo(1);
		}
	}

	private static Duration since(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static long threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix))
			.count();
	}

	private static void awaitPulling(List<ListenerHandle> listeners) {
		await().atMost(LIMIT)
			.until(() -> listeners.stream().allMatch((listener) -> listener.state().phase() == Phase.PULLING));
	}

}
