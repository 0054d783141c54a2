package io.natsevents.listen;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an instance whose JVM is killed while its handlers run.
 */
@NatsServerTest
class KilledProcessTests {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	@Test
	void eventsOfAKilledProcessAreHandledByTheInstanceThatIsLeft(NatsServer server, @TempDir Path directory)
			throws Exception {
		Path started = Files.createDirectory(directory.resolve("started"));
		try (BusApplication survivor = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "2s")
			.start()) {
			Process victim = startVictim(server, directory, started);
			Set<String> published = publish(survivor, 30);
			Handled handled = new Handled();
			try {
				await().atMost(LIMIT).until(() -> names(started).size() == 4);
				subscribe(survivor, handled);
				await().atMost(LIMIT).until(() -> handled.size() > 0);
			}
			finally {
				victim.destroyForcibly();
			}
			assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
			await().atMost(LIMIT).until(() -> survivor.isDone("victim"));
			assertThat(new HashSet<>(handled.eventIds())).isEqualTo(published);
			// Only what the killed process had claimed came more than once
			assertThat(handled.calls()).filteredOn((call) -> names(started).contains(call.eventId()))
				.hasSizeGreaterThanOrEqualTo(4)
				.allMatch((call) -> call.deliveryCount() > 1);
			assertThat(survivor.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
		}
	}

	private static void subscribe(BusApplication application, Handled handled) {
		application.subscriber()
			.subscribe(ListenerDefinition.of("victim", Integer.class, "auth.victim.sent"), handled::add);
	}

	private static Set<String> publish(BusApplication application, int count) {
		List<Event<Integer>> events = IntStream.range(0, count)
			.mapToObj((i) -> Event.of("auth.victim.sent", i))
			.toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
		return events.stream().map(Event::id).collect(Collectors.toSet());
	}

	private static Process startVictim(NatsServer server, Path directory, Path started) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		File log = directory.resolve("victim.log").toFile();
		return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), BlockingInstance.class.getName(),
				server.url(), started.toString())
			.redirectErrorStream(true)
			.redirectOutput(log)
			.start();
	}

	private static Set<String> names(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
