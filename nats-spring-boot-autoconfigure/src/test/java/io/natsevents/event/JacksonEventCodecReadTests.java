package io.natsevents.event;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JacksonEventCodecReadTests extends EventCodecReadContract {

	private static final JsonMapper PLAIN = JsonMapper.builder().findAndAddModules().build();

	JacksonEventCodecReadTests() {
		super(new JacksonEventCodec(PLAIN),
				List.of(new JacksonEventCodec(PLAIN), new JacksonEventCodec(JsonMapper.shared()),
						enabled(DeserializationFeature.FAIL_ON_TRAILING_TOKENS),
						enabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES),
						enabled(DeserializationFeature.UNWRAP_ROOT_VALUE)),
				new JacksonEventCodec(PLAIN.rebuild().disable(DeserializationFeature.WRAP_EXCEPTIONS).build()));
	}

	private static EventCodec enabled(DeserializationFeature feature) {
		return new JacksonEventCodec(PLAIN.rebuild().enable(feature).build());
	}

	@Test
	void readsDataAsATree() throws Exception {
		Event<JsonNode> event = new JacksonEventCodec(PLAIN).read(UserCreated.json().getBytes(), JsonNode.class);
		assertThat(event.data()).isEqualTo(PLAIN.readTree(UserCreated.json()).get("data"));
		assertThat(event.entity()).isEqualTo("user/42");
	}

}
