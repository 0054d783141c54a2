package io.natsevents.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Jackson2EventCodecWriteTests extends EventCodecWriteContract {

	private static final ObjectMapper PLAIN = Jackson2EventCodec.defaultMapper();

	Jackson2EventCodecWriteTests() {
		super(new Jackson2EventCodec(PLAIN),
				List.of(new Jackson2EventCodec(PLAIN), enabled(SerializationFeature.INDENT_OUTPUT),
						enabled(SerializationFeature.WRAP_ROOT_VALUE), enabled(SerializationFeature.CLOSE_CLOSEABLE),
						new Jackson2EventCodec(PLAIN.copy().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)),
						new Jackson2EventCodec(
								PLAIN.copy().configure(JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature(), false))),
				new Jackson2EventCodec(PLAIN.copy()
					.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
					.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)));
	}

	private static EventCodec enabled(SerializationFeature feature) {
		return new Jackson2EventCodec(PLAIN.copy().enable(feature));
	}

	@Test
	void writesDataThatIsATree() throws Exception {
		Event<?> event = Event.of("auth.user.created", PLAIN.readTree("{\"b\":1,\"a\":[null]}"));
		assertThat(new Jackson2EventCodec(PLAIN).writeData(event)).asString().isEqualTo("{\"b\":1,\"a\":[null]}");
	}

	@Test
	void defaultMapperWritesTimesAndDurationsAsText() {
		Event<?> event = Event.of("auth.user.created", List.of(Instant.EPOCH, Duration.ofSeconds(90)));
		assertThat(new Jackson2EventCodec(PLAIN).writeData(event)).asString()
			.isEqualTo("[\"1970-01-01T00:00:00Z\",\"PT1M30S\"]");
	}

	@Test
	void mixinsOfTheApplicationAreRespectedAndItsMapperIsLeftAlone() throws Exception {
		ObjectMapper mapper = PLAIN.copy()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.addMixIn(UserCreated.Address.class, RenamedStreet.class);
		Event<?> event = Event.of("auth.user.created", new UserCreated.Address("Main Street", null));
		assertThat(new Jackson2EventCodec(mapper).writeData(event)).asString()
			.isEqualTo("{\"road\":\"Main Street\",\"zip\":null}");
		assertThat(mapper.writeValueAsString(Map.of("a", 1))).contains("\n");
	}

	interface RenamedStreet {

		@JsonProperty("road")
		String street();

	}

}
