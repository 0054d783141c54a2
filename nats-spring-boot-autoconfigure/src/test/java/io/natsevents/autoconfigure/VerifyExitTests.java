package io.natsevents.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the way a verification ends a JVM, as CI sees it.
 */
@NatsServerTest
@Timeout(120)
class VerifyExitTests {

	@Test
	void exitsWithOneAndTheDifferencesUntilThereAreNone(NatsServer server, @TempDir Path directory) throws Exception {
		Path output = directory.resolve("output");
		try (Connection operator = Nats.connect(server.url())) {
			JetStreamManagement management = operator.jetStreamManagement();
			management.addStream(StreamConfiguration.builder()
				.name("AUTH_EVENTS")
				.subjects("auth.>")
				.maxAge(Duration.ofHours(1))
				.build());
			assertThat(run(server, "verify", output)).isEqualTo(1);
			assertThat(output).content()
				.contains("APPLICATION FAILED TO START", "provisioning.mode is verify:\nAUTH_EVENTS: CHANGEABLE\n",
						"  max-age: 1h -> 7d\n", "DLQ_EVENTS: MISSING\n", "DLQ_TRIALS: MISSING\n");

			management.deleteStream("AUTH_EVENTS");
			assertThat(run(server, "create", output, "--nats.jetstream.provisioning.consumer-mode=none")).isZero();
			management.createConsumer("AUTH_EVENTS", consumer("app-users", "auth.user.created").maxDeliver(5).build());
			assertThat(run(server, "verify", output)).isEqualTo(1);
			assertThat(output).content()
				.contains("APPLICATION FAILED TO START", "provisioning.consumer-mode is verify:\n",
						"listener users: consumer AUTH_EVENTS/app-users differs: max-deliver: 5 -> -1",
						"listener roles: consumer AUTH_EVENTS/app-roles is missing");

			management.deleteConsumer("AUTH_EVENTS", "app-users");
			management.createConsumer("AUTH_EVENTS", consumer("app-users", "auth.user.created").build());
			management.createConsumer("AUTH_EVENTS", consumer("app-roles", "auth.role.added").build());
			assertThat(run(server, "verify", output)).isZero();
		}
	}

	private static ConsumerConfiguration.Builder consumer(String durable, String filter) {
		return ConsumerConfiguration.builder()
			.durable(durable)
			.filterSubjects(filter, filter + ".*")
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(Duration.ofSeconds(30))
			.maxAckPending(10_000);
	}

	private static int run(NatsServer server, String mode, Path output, String... arguments)
			throws IOException, InterruptedException {
		Files.deleteIfExists(output);
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("java.class.path"), VerifiedApplication.class.getName(),
						"--nats.servers=" + server.url(), "--spring.application.name=app",
						"--spring.main.web-application-type=none", "--nats.jetstream.services=auth",
						"--nats.jetstream.provisioning.mode=" + mode, "--nats.jetstream.listener.auto-startup=false"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
