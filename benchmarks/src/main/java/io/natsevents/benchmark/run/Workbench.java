package io.natsevents.benchmark.run;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.natsevents.test.NatsServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.unit.DataSize;

/**
 * What a case works with: a server of its own, applications and bare connections.
 */
public final class Workbench implements AutoCloseable {

	private static final String EXCLUDE = "spring.autoconfigure.exclude=";

	/** Property of an application that has a tracer. */
	public static final String TRACED = EXCLUDE;

	/**
	 * Property of an application that has none, as all have unless they are told
	 * otherwise. The tracer is on the class path for the case that observes.
	 */
	public static final String UNTRACED = EXCLUDE + Stream
		.of(MicrometerTracingAutoConfiguration.class, NoopTracerAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
				OpenTelemetryLoggingAutoConfiguration.class)
		.map(Class::getName)
		.collect(Collectors.joining(","));

	private final Effort effort;

	private final NatsServer server;

	private final Deque<AutoCloseable> open = new ArrayDeque<>();

	Workbench(Effort effort) {
		this.effort = effort;
		this.server = NatsServer.builder().maxFileStore(DataSize.ofGigabytes(40)).start();
		this.open.push(this.server);
	}

	/**
	 * How much is to be done.
	 * @return the effort
	 */
	public Effort effort() {
		return this.effort;
	}

	/**
	 * The server.
	 * @return the server, which runs in a process of its own
	 */
	public NatsServer server() {
		return this.server;
	}

	/**
	 * Connect the bare client.
	 * @return a connection of its own, closed with this
	 * @throws IOException when the server cannot be reached
	 * @throws InterruptedException when interrupted
	 */
	public Connection connect() throws IOException, InterruptedException {
		Connection connection = Nats.connect(this.server.url());
		this.open.push(connection);
		return connection;
	}

	/**
	 * Start an application with the starter and its defaults, as far as properties do not
	 * say otherwise. It has a {@code MeterRegistry}, and no tracer unless it is
	 * {@link #TRACED}.
	 * @param configuration its beans
	 * @param properties {@code name=value}
	 * @return the application, closed with this if it is still open
	 */
	public ConfigurableApplicationContext application(Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.application.name=benchmark", "spring.main.banner-mode=off",
				"logging.level.root=error", "nats.servers=" + this.server.url(), "nats.jetstream.services=auth",
				"nats.jetstream.publisher.default-organization=acme", UNTRACED));
		all.addAll(Arrays.asList(properties));
		ConfigurableApplicationContext application = new SpringApplicationBuilder(configuration)
			.web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
		this.open.push(application);
		return application;
	}

	/**
	 * Close something with this.
	 * @param <R> what it is
	 * @param resource what is to be closed
	 * @return the same
	 */
	public <R extends AutoCloseable> R closing(R resource) {
		this.open.push(resource);
		return resource;
	}

	@Override
	public void close() throws Exception {
		while (!this.open.isEmpty()) {
			this.open.pop().close();
		}
	}

}
