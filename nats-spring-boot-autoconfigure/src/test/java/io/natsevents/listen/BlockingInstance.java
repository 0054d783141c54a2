package io.natsevents.listen;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.natsevents.event.Event;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/**
 * An instance in a JVM of its own that never finishes an event, to be killed.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BlockingInstance {

	private static Path started;

	/**
	 * Start the instance.
	 * @param arguments the server's URL, and a file to create for each event that is
	 * being handled
	 */
	public static void main(String[] arguments) {
		started = Path.of(arguments[1]);
		new SpringApplicationBuilder(BlockingInstance.class).web(WebApplicationType.NONE)
			.run("--nats.servers=" + arguments[0], "--spring.application.name=analytics",
					"--nats.jetstream.services=auth", "--nats.jetstream.listener.ack-wait=2s",
					"--nats.jetstream.listeners.victim.concurrency=4");
	}

	@JetStreamListener(value = "auth.victim.sent", id = "victim")
	void on(Event<Integer> event) throws Exception {
		Files.createFile(started.resolve(event.id()));
		new CountDownLatch(1).await();
	}

}
