package io.natsevents.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.publish.EventPublisher;
import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests a JVM that is killed while it publishes.
 */
@NatsServerTest
@Timeout(60)
class KilledPublisherTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String CONFIRMED = "confirmed ";

	@Test
	void whatItKnewToBeConfirmedIsHandled(NatsServer server, @TempDir Path directory) {
		Numbers numbers = new Numbers();
		try (BusApplication listening = BusApplication.on(server).bean(numbers).start();
				ChildJvm publishing = ChildJvm.start(Instance.class, directory.resolve("publishing.log"), List.of(),
						List.of(server.url()))) {
			await().atMost(LIMIT).until(() -> confirmed(publishing).size() > 500);
			publishing.kill();
			await().atMost(LIMIT).until(() -> listening.isDone("numbers"));
			assertThat(numbers.handled).containsAll(confirmed(publishing));
		}
	}

	private static List<Integer> confirmed(ChildJvm publishing) {
		String output = publishing.output();
		// The last line may be cut off
		return output.substring(0, output.lastIndexOf('\n') + 1)
			.lines()
			.filter((line) -> line.startsWith(CONFIRMED))
			.map((line) -> Integer.valueOf(line.substring(CONFIRMED.length())))
			.toList();
	}

	static final class Numbers {

		private final Set<Integer> handled = ConcurrentHashMap.newKeySet();

		@JetStreamListener(value = "auth.user.created", id = "numbers")
		void on(Integer number) {
			this.handled.add(number);
		}

	}

	/**
	 * The instance that is killed.
	 */
	static final class Instance {

		private Instance() {
		}

		public static void main(String[] arguments) {
			EventPublisher publisher = BusApplication.at(arguments[0]).start().publisher();
			for (int number = 0; number < Integer.MAX_VALUE; number++) {
				int sent = number;
				publisher.publishAsync(Event.of("auth.user.created", number))
					.thenAccept((receipt) -> System.out.println(CONFIRMED + sent));
			}
		}

	}

}
