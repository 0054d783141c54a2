package io.natsevents.event;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JacksonEventCodecWriteTests extends EventCodecWriteContract {

	private static final JsonMapper PLAIN = JsonMapper.builder().findAndAddModules().build();

	JacksonEventCodecWriteTests() {
		super(new JacksonEventCodec(PLAIN),
				List.of(new JacksonEventCodec(PLAIN), new JacksonEventCodec(JsonMapper.shared()),
						enabled(SerializationFeature.INDENT_OUTPUT), enabled(SerializationFeature.WRAP_ROOT_VALUE),
						enabled(SerializationFeature.CLOSE_CLOSEABLE),
						new JacksonEventCodec(
								PLAIN.rebuild().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE).build()),
						new JacksonEventCodec(PLAIN.rebuild().disable(JsonWriteFeature.QUOTE_PROPERTY_NAMES).build())),
				new JacksonEventCodec(PLAIN.rebuild()
					.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
					.changeDefaultPropertyInclusion(
							(inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
					.build()));
	}

	private static EventCodec enabled(SerializationFeature feature) {
		return new JacksonEventCodec(PLAIN.rebuild().enable(feature).build());
	}

	@Test
	void writesDataThatIsATree() {
		Event<?> event = Event.of("auth.user.created", PLAIN.readTree("{\"b\":1,\"a\":[null]}"));
		assertThat(new JacksonEventCodec(PLAIN).writeData(event)).asString().isEqualTo("{\"b\":1,\"a\":[null]}");
	}

}
