package io.natsevents.autoconfigure;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.natsevents.event.EventCodec;
import io.natsevents.event.Jackson2EventCodec;
import io.natsevents.event.JacksonEventCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for reading and writing events: by
 * Jackson 3, or by Jackson 2 where that is preferred or the only one.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration" })
public final class EventAutoConfiguration {

	private static final String PREFERRED = "nats.jetstream.preferred-json-mapper";

	EventAutoConfiguration() {
	}

	@Order(1)
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	@ConditionalOnProperty(name = PREFERRED, havingValue = "jackson3", matchIfMissing = true)
	static class JacksonConfiguration {

		@Bean
		@ConditionalOnMissingBean(EventCodec.class)
		JacksonEventCodec eventCodec(ObjectProvider<JsonMapper> jsonMapper) {
			return new JacksonEventCodec(
					jsonMapper.getIfAvailable(() -> JsonMapper.builder().findAndAddModules().build()));
		}

	}

	@Order(2)
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObjectMapper.class)
	@Conditional(NoJacksonOrJackson2Preferred.class)
	static class Jackson2Configuration {

		@Bean
		@ConditionalOnMissingBean(EventCodec.class)
		Jackson2EventCodec eventCodec(ObjectProvider<ObjectMapper> objectMapper) {
			return new Jackson2EventCodec(objectMapper.getIfAvailable(Jackson2EventCodec::defaultMapper));
		}

	}

	/**
	 * Is looked at last: when a library is asked for, doing without any is no answer.
	 */
	@Order(3)
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(PREFERRED)
	@ConditionalOnMissingBean(EventCodec.class)
	static class MissingJacksonConfiguration {

		MissingJacksonConfiguration(Environment environment) {
			throw new InvalidConfigurationPropertyValueException(PREFERRED, environment.getProperty(PREFERRED),
					"It must be 'jackson3' or 'jackson2', and that library must be on the class path. Add "
							+ "org.springframework.boot:spring-boot-jackson for Jackson 3, "
							+ "org.springframework.boot:spring-boot-jackson2 for Jackson 2");
		}

	}

	static class NoJacksonOrJackson2Preferred extends AnyNestedCondition {

		NoJacksonOrJackson2Preferred() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
		static class NoJackson {

		}

		@ConditionalOnProperty(name = PREFERRED, havingValue = "jackson2")
		static class Jackson2Preferred {

		}

	}

}
