package io.natsevents.autoconfigure;

import io.natsevents.event.EventCodec;
import io.natsevents.event.JacksonEventCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for reading and writing events.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
public final class EventAutoConfiguration {

	EventAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JacksonConfiguration {

		@Bean
		@ConditionalOnMissingBean(EventCodec.class)
		JacksonEventCodec eventCodec(ObjectProvider<JsonMapper> jsonMapper) {
			return new JacksonEventCodec(
					jsonMapper.getIfAvailable(() -> JsonMapper.builder().findAndAddModules().build()));
		}

	}

}
