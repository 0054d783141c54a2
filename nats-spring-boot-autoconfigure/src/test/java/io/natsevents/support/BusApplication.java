package io.natsevents.support;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsCluster;
import io.natsevents.test.NatsServer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A Spring Boot application on the bus, several of which can run in one test.
 */
public final class BusApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private BusApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Prepare an application that owns the stream of the auth service and retries
	 * quickly.
	 */
	public static Builder on(NatsServer server) {
		return new Builder(server.url());
	}

	/**
	 * Prepare such an application that reaches the server at another address.
	 */
	public static Builder at(String url) {
		return new Builder(url);
	}

	/**
	 * Prepare such an application that knows all nodes of a cluster.
	 */
	public static Builder on(NatsCluster cluster) {
		return new Builder(String.join(",", cluster.urls()));
	}

	public EventPublisher publisher() {
		return this.context.getBean(EventPublisher.class);
	}

	public EventSubscriber subscriber() {
		return this.context.getBean(EventSubscriber.class);
	}

	public ListenerHandle listener(String id) {
		return this.context.getBean(ListenerRegistry.class).find(id).orElseThrow();
	}

	public Connection connection() {
		return this.context.getBean(Connection.class);
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public JetStreamManagement management() throws IOException {
		return connection().jetStreamManagement();
	}

	public ConsumerInfo consumer(String listenerId) {
		ListenerHandle listener = listener(listenerId);
		try {
			return management().getConsumerInfo(listener.stream(), listener.durable());
		}
		catch (IOException | JetStreamApiException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Remove all consumers and all that is stored.
	 */
	public void removeEvents() throws IOException, JetStreamApiException {
		JetStreamManagement management = management();
		for (String stream : management.getStreamNames()) {
			for (String consumer : management.getConsumerNames(stream)) {
				management.deleteConsumer(stream, consumer);
			}
			management.purgeStream(stream);
		}
	}

	/**
	 * Whether the server has nothing left for a listener: all delivered, all settled.
	 */
	public boolean isDone(String listenerId) {
		ConsumerInfo info = consumer(listenerId);
		return info.getNumPending() == 0 && info.getNumAckPending() == 0;
	}

	/**
	 * What health says.
	 * @param part {@code connection}, {@code streams}, {@code listeners} or
	 * {@code deadLetters}
	 */
	public Health health(String part) {
		CompositeHealthContributor health = this.context.getBean("natsHealthContributor",
				CompositeHealthContributor.class);
		return ((HealthIndicator) Objects.requireNonNull(health.getContributor(part))).health(true);
	}

	/**
	 * Cut the connection as a process that dies does: nothing is given back.
	 */
	public void die() {
		this.context.getBean(ConnectionSupervisor.class).close();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	public static final class Builder {

		private final Map<String, Object> properties = new LinkedHashMap<>();

		private final List<Object> beans = new ArrayList<>();

		private final List<Class<?>> configuration = new ArrayList<>();

		private final List<ApplicationContextInitializer<ConfigurableApplicationContext>> initializers = new ArrayList<>();

		private Builder(String servers) {
			property("nats.servers", servers);
			property("spring.application.name", "analytics");
			property("spring.main.banner-mode", "off");
			property("nats.jetstream.services", "auth");
			property("nats.jetstream.publisher.default-organization", "acme");
			// Whoever tests the watch says when it looks
			property("nats.jetstream.dead-letter.alert.interval", "1h");
			property("nats.jetstream.listener.retry.delay", "50ms");
			property("nats.jetstream.listener.retry.max-delay", "100ms");
		}

		public Builder property(String name, Object value) {
			this.properties.put(name, value);
			return this;
		}

		/**
		 * Register a bean, under its class name with a lower-case first letter.
		 */
		public Builder bean(Object bean) {
			this.beans.add(bean);
			return this;
		}

		/**
		 * Add configuration classes.
		 */
		public Builder configuration(Class<?>... classes) {
			this.configuration.addAll(List.of(classes));
			return this;
		}

		/**
		 * See the context before it starts.
		 */
		public Builder initializer(ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
			this.initializers.add(initializer);
			return this;
		}

		public BusApplication start() {
			SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
				.sources(this.configuration.toArray(Class<?>[]::new))
				.web(WebApplicationType.NONE)
				.registerShutdownHook(false)
				.properties(this.properties)
				.initializers(
						(target) -> this.beans.forEach((bean) -> register((GenericApplicationContext) target, bean)))
				.initializers(this.initializers.toArray(ApplicationContextInitializer<?>[]::new));
			return new BusApplication(application.run());
		}

		@SuppressWarnings("unchecked")
		private static void register(GenericApplicationContext context, Object bean) {
			String name = bean.getClass().getSimpleName();
			context.registerBean(Character.toLowerCase(name.charAt(0)) + name.substring(1),
					(Class<Object>) bean.getClass(), () -> bean);
		}

	}

}
