package io.natsevents.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Customizes the Spring contexts of classes with {@link NatsServerTest}.
 */
class NatsServerContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Class<?> owner = ClassServer.ownerOf(testClass);
		return (owner != null) ? new NatsServerContextCustomizer(owner) : null;
	}

}
