package io.natsevents.crash;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Sets the scene for tests in which instances end.
 */
@NatsServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashContract {

	private final InstanceStarter starter;

	private final List<String> listeners;

	private CrashScene scene;

	/**
	 * Set out what varies.
	 * @param starter starts the instances that end
	 * @param listeners the listeners to try
	 */
	CrashContract(InstanceStarter starter, String... listeners) {
		this.starter = starter;
		this.listeners = List.of(listeners);
	}

	@BeforeAll
	void open(NatsServer server, @TempDir Path directory) {
		this.scene = new CrashScene(server, this.starter, directory);
	}

	@AfterAll
	void close() {
		this.scene.close();
	}

	@BeforeEach
	void begin(Leftovers leftovers) throws Exception {
		// The instance that survives goes on until the last test
		leftovers.allowThreads();
		this.scene.begin();
	}

	CrashScene scene() {
		return this.scene;
	}

	Stream<Arguments> withListeners(Collection<?> steps) {
		return this.listeners.stream()
			.flatMap((listener) -> steps.stream().map((step) -> Arguments.of(listener, step)));
	}

}
