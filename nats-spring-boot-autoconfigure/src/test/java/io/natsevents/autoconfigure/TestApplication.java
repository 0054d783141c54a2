package io.natsevents.autoconfigure;

import io.natsevents.test.NatsServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Runs contexts with all of our auto-configuration.
 */
final class TestApplication {

	private static final Class<?>[] AUTO_CONFIGURATIONS = { JacksonAutoConfiguration.class,
			MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, HealthContributorAutoConfiguration.class,
			HealthContributorRegistryAutoConfiguration.class, NatsAutoConfiguration.class,
			StreamAutoConfiguration.class, EventAutoConfiguration.class, EventPublisherAutoConfiguration.class,
			DeadLetterAutoConfiguration.class, JetStreamListenerAutoConfiguration.class,
			NatsMetricsAutoConfiguration.class, NatsHealthContributorAutoConfiguration.class };

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

	private static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AUTO_CONFIGURATIONS))
			.withPropertyValues("spring.application.name=app");
	}

}
