package io.natsevents.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.Jackson2EventCodec;
import io.natsevents.event.JacksonEventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventAutoConfiguration}.
 */
class EventAutoConfigurationTests {

	private static final String JACKSON_3 = "tools.jackson";

	private static final String JACKSON_2 = "com.fasterxml.jackson.databind";

	private static final String PREFERRED = "nats.jetstream.preferred-json-mapper=";

	private static final Event<?> TIMES = Event
		.of("auth.user.created", new Times(Instant.parse("2026-01-02T03:04:05.123456789Z"), Duration.ofSeconds(90)))
		.id("e-1")
		.time(Instant.EPOCH)
		.source("urn:test");

	private final ApplicationContextRunner withMappers = new ApplicationContextRunner()
		.withUserConfiguration(WithMappers.class);

	private final ApplicationContextRunner withoutMappers = new ApplicationContextRunner()
		.withUserConfiguration(WithoutMappers.class);

	@Test
	void jackson3IsTakenWhereBothAre() {
		this.withMappers.run((context) -> assertThat(context).hasSingleBean(EventCodec.class)
			.hasSingleBean(JacksonEventCodec.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jackson2", "JACKSON2" })
	void jackson2IsTakenWhenItIsPreferred(String value) {
		this.withMappers.withPropertyValues(PREFERRED + value)
			.run((context) -> assertThat(context).hasSingleBean(EventCodec.class)
				.hasSingleBean(Jackson2EventCodec.class));
	}

	@Test
	void jackson2IsTakenWhenItIsTheOnlyOne() {
		this.withMappers.withClassLoader(new FilteredClassLoader(JACKSON_3))
			.run((context) -> assertThat(context).hasSingleBean(EventCodec.class)
				.hasSingleBean(Jackson2EventCodec.class));
	}

	@Test
	void jackson3IsTakenWhenItIsTheOnlyOne() {
		this.withMappers.withClassLoader(new FilteredClassLoader(JACKSON_2))
			.run((context) -> assertThat(context).hasSingleBean(EventCodec.class)
				.hasSingleBean(JacksonEventCodec.class));
	}

	@Test
	void withoutJacksonTheContextStartsWithoutCodec() {
		this.withMappers.withClassLoader(new FilteredClassLoader(JACKSON_3, JACKSON_2))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventCodec.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jackson2", "jackson-2", "gson" })
	void aPreferenceThatCannotBeHadIsRefused(String value) {
		this.withMappers.withClassLoader(new FilteredClassLoader(JACKSON_2))
			.withPropertyValues(PREFERRED + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("nats.jetstream.preferred-json-mapper")
				.hasMessageContaining(value)
				.hasMessageContaining("spring-boot-jackson2"));
	}

	@Test
	void aCodecOfTheUserReplacesOursWhateverIsPreferred() {
		this.withMappers.withPropertyValues(PREFERRED + "jackson2")
			.withBean("own", EventCodec.class, () -> new JacksonEventCodec(JsonMapper.shared()))
			.run((context) -> assertThat(context).hasSingleBean(EventCodec.class).hasBean("own"));
	}

	@Test
	void allMappersWriteTheSameBytesByDefault() {
		byte[] expected = new JacksonEventCodec(JsonMapper.shared()).write(TIMES);
		assertThat(expected).asString()
			.contains("\"data\":{\"at\":\"2026-01-02T03:04:05.123456789Z\",\"in\":\"PT1M30S\"}");
		for (ApplicationContextRunner runner : List.of(this.withMappers, this.withoutMappers)) {
			for (String library : List.of("jackson3", "jackson2")) {
				runner.withPropertyValues(PREFERRED + library).run((context) -> {
					EventCodec codec = context.getBean(EventCodec.class);
					assertThat(codec.write(TIMES)).as(library).isEqualTo(expected);
					assertThat(codec.read(expected, Times.class)).isEqualTo(TIMES);
				});
			}
		}
	}

	@Test
	void theMapperOfTheApplicationIsUsed() {
		this.withMappers
			.withPropertyValues(PREFERRED + "jackson2", "spring.jackson2.property-naming-strategy=UPPER_CAMEL_CASE")
			.run((context) -> assertThat(context.getBean(EventCodec.class).writeData(TIMES)).asString()
				.startsWith("{\"At\":"));
		this.withMappers.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE")
			.run((context) -> assertThat(context.getBean(EventCodec.class).writeData(TIMES)).asString()
				.startsWith("{\"At\":"));
	}

	@Test
	void withoutMapperBeansFallbacksServe() {
		this.withoutMappers.run((context) -> assertThat(context).hasSingleBean(JacksonEventCodec.class)
			.doesNotHaveBean(JsonMapper.class));
		this.withoutMappers.withPropertyValues(PREFERRED + "jackson2")
			.run((context) -> assertThat(context).hasSingleBean(Jackson2EventCodec.class)
				.doesNotHaveBean(ObjectMapper.class));
	}

	record Times(Instant at, Duration in) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class,
			org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration.class,
			EventAutoConfiguration.class })
	@SuppressWarnings("removal")
	static class WithMappers {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(EventAutoConfiguration.class)
	static class WithoutMappers {

	}

}
