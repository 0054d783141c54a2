package io.natsevents.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.support.BusApplication;
import io.natsevents.support.HealthParts;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a server that is taken out of its cluster in an orderly way.
 */
@Timeout(90)
@ExtendWith(OutputCaptureExtension.class)
class LameDuckTests {

	@Test
	void applicationMovesToAnotherServerWithoutAnAlarm(CapturedOutput output) {
		Users users = new Users();
		ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
		try (NatsCluster cluster = NatsCluster.builder().start();
				BusApplication application = BusApplication.on(cluster.nodes().get(0))
					.property("nats.servers", String.join(",", cluster.urls()))
					// An acknowledgement on its way to the old server may be lost
					.property("nats.jetstream.listener.ack-wait", "2s")
					.bean(users)
					.start()) {
			Awaitility.await().until(() -> HealthParts.isUp(application));
			Set<String> published = ConcurrentHashMap.newKeySet();
			List<Object> alarms = new CopyOnWriteArrayList<>();
			threads.scheduleWithFixedDelay(() -> {
				String data = "user" + published.size();
				application.publisher().publish(Event.of("auth.user.created", data));
				published.add(data);
			}, 0, 5, TimeUnit.MILLISECONDS);
			threads.scheduleWithFixedDelay(() -> HealthParts.of(application).forEach((name, part) -> {
				if (part.getStatus().equals(Status.DOWN)) {
					alarms.add(name + part.getDetails());
				}
			}), 0, 5, TimeUnit.MILLISECONDS);
			Awaitility.await().until(() -> users.received.size() > 50);
			ConnectionSupervisor supervisor = application.bean(ConnectionSupervisor.class);
			NatsServer leaving = cluster.nodeOf(supervisor.current());
			int mark = output.getAll().length();
			leaving.enterLameDuckMode();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !leaving.isRunning());
			int then = users.received.size();
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> users.received.size() > then + 50);
			threads.shutdown();
			Awaitility.await().until(threads::isTerminated);
			Awaitility.await().until(() -> application.isDone("users-on"));
			assertThat(users.received).containsAll(published);
			assertThat(supervisor.state().reconnects()).isOne();
			assertThat(alarms).isEmpty();
			assertThat(output.getAll().substring(mark)).containsOnlyOnce("is about to shut down")
				.containsOnlyOnce("moving to another")
				.contains("Connected to NATS at")
				.doesNotContain(" WARN ")
				.doesNotContain(" ERROR ");
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void endOfAnAnnouncedConnectionIsNoOutageBeforeTheClientHasToldOfItEither(CapturedOutput output) {
		CompletableFuture<Void> told = new CompletableFuture<>();
		try (NatsServer server = NatsServer.builder().start();
				BusApplication application = BusApplication.on(server).start()) {
			ConnectionSupervisor supervisor = application.bean(ConnectionSupervisor.class);
			server.enterLameDuckMode();
			Awaitility.await().until(() -> output.getAll().contains("is about to shut down"));
			supervisor.current().getOptions().getCallbackExecutor().execute(told::join);
			assertThat(supervisor.state().moving()).isFalse();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !supervisor.state().connected());
			assertThat(supervisor.state().moving()).isTrue();
			assertThat(HealthParts.of(application).get("connection").getStatus()).isEqualTo(Status.UP);
			told.complete(null);
			Awaitility.await().until(() -> !supervisor.state().moving());
			assertThat(HealthParts.of(application).get("connection").getStatus()).isEqualTo(Status.DOWN);
		}
		finally {
			told.complete(null);
		}
	}

	static class Users {

		final Set<String> received = ConcurrentHashMap.newKeySet();

		@JetStreamListener("auth.user.created")
		void on(String data) {
			this.received.add(data);
		}

	}

}
