package io.natsevents.autoconfigure;

import io.natsevents.test.NatsServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/**
 * Runs contexts with all of our auto-configuration.
 */
final class TestApplication {

	private static final Class<?>[] AUTO_CONFIGURATIONS = { JacksonAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
			HealthContributorRegistryAutoConfiguration.class, NatsAutoConfiguration.class,
			StreamAutoConfiguration.class, EventAutoConfiguration.class, EventPublisherAutoConfiguration.class,
			DeadLetterAutoConfiguration.class, JetStreamListenerAutoConfiguration.class, ReplayAutoConfiguration.class,
			NatsMetricsAutoConfiguration.class, NatsHealthContributorAutoConfiguration.class,
			NatsEndpointAutoConfiguration.class };

	private TestApplication() {
	}

	static ApplicationContextRunner on(NatsServer server) {
		return runner().withPropertyValues("nats.servers=" + server.url());
	}

	/**
	 * Contexts whose beans are made but not started, so that nothing is connected to.
	 */
	static ApplicationContextRunner notStarted() {
		return runner().withInitializer((context) -> context.addBeanFactoryPostProcessor(LifecycleSetAside::apply));
	}

	/**
	 * Contexts that read our auto-configuration without loading it, as applications do;
	 * the way to try what happens where a library is not there.
	 */
	static ApplicationContextRunner read(NatsServer server) {
		return new ApplicationContextRunner().withUserConfiguration(Read.class)
			.withPropertyValues("spring.application.name=app", "nats.servers=" + server.url());
	}

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AUTO_CONFIGURATIONS))
			.withPropertyValues("spring.application.name=app");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, NatsAutoConfiguration.class,
			StreamAutoConfiguration.class, EventAutoConfiguration.class, EventPublisherAutoConfiguration.class,
			DeadLetterAutoConfiguration.class, JetStreamListenerAutoConfiguration.class, ReplayAutoConfiguration.class,
			NatsMetricsAutoConfiguration.class, NatsHealthContributorAutoConfiguration.class,
			NatsEndpointAutoConfiguration.class })
	static class Read {

	}

}
