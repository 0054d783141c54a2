package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
	void manyListenersReconnectOnceAndStopWithoutLosingTheConnection(NatsServer server) {
		AtomicInteger handled = new AtomicInteger();
		try (BusApplication application = BusApplication.on(server).start()) {
			List<ListenerHandle> listeners = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				listeners.add(application.subscriber()
					.subscribe(ListenerDefinition.of("listener-" + i, String.class, "auth.many.sent"),
							(event, context) -> handled.incrementAndGet()));
			}
			awaitPulling(listeners);
			server.kill();
			server.restart();
			ConnectionSupervisor connection = application.bean(ConnectionSupervisor.class);
			await().atMost(LIMIT).until(connection::isConnected);
			awaitPulling(listeners);
			application.publisher().publish(Event.of("auth.many.sent", "hello"));
			await().atMost(LIMIT).until(() -> handled.get() == 40);
			listeners.forEach((listener) -> await().atMost(LIMIT).until(() -> application.isDone(listener.id())));
			application.bean(ListenerRegistry.class).stop();
			assertThat(connection.isConnected()).isTrue();
			assertThat(connection.state().reconnects()).isEqualTo(1);
		}
	}

	private static void awaitPulling(List<ListenerHandle> listeners) {
		await().atMost(LIMIT)
			.until(() -> listeners.stream().allMatch((listener) -> listener.state().phase() == Phase.PULLING));
	}

}
