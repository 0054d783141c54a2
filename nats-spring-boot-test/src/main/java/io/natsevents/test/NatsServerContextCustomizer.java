package io.natsevents.test;

import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Connects a test's Spring context to the server of the test class: by connection
 * details, and for applications that know none by the property {@code nats.servers}. The
 * class is part of what makes contexts equal, so that no other class gets a context whose
 * server is gone.
 *
 * @param owner the class that owns the server
 */
record NatsServerContextCustomizer(Class<?> owner) implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		TestServers servers = ClassServer.of(this.owner).servers();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("natsServerTest", Map.of("nats.servers", servers.urls())));
		new ConnectionDetailsFactories(context.getClassLoader()).getConnectionDetails(servers.source(), false)
			.forEach((type, details) -> register(context.getBeanFactory(), type, details));
	}

	private static void register(ConfigurableListableBeanFactory beanFactory, Class<?> type,
			ConnectionDetails details) {
		if (beanFactory instanceof BeanDefinitionRegistry registry
				&& beanFactory.getBeanNamesForType(type, true, false).length == 0) {
			registry.registerBeanDefinition(ClassUtils.getShortNameAsProperty(type) + "ForNatsServer",
					definition(details.getClass(), details));
		}
	}

	@SuppressWarnings("unchecked")
	private static <T> RootBeanDefinition definition(Class<T> type, ConnectionDetails details) {
		return new RootBeanDefinition(type, () -> (T) details);
	}

}
