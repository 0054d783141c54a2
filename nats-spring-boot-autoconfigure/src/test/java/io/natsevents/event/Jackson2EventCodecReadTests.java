package io.natsevents.event;

import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Jackson2EventCodecReadTests extends EventCodecReadContract {

	private static final ObjectMapper PLAIN = Jackson2EventCodec.defaultMapper();

	Jackson2EventCodecReadTests() {
		super(new Jackson2EventCodec(PLAIN),
				List.of(new Jackson2EventCodec(PLAIN), enabled(DeserializationFeature.FAIL_ON_TRAILING_TOKENS),
						enabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES),
						enabled(DeserializationFeature.UNWRAP_ROOT_VALUE)),
				new Jackson2EventCodec(PLAIN.copy().disable(DeserializationFeature.WRAP_EXCEPTIONS)));
	}

	private static EventCodec enabled(DeserializationFeature feature) {
		return new Jackson2EventCodec(PLAIN.copy().enable(feature));
	}

	@Test
	void readsDataAsATree() throws Exception {
		Event<JsonNode> event = new Jackson2EventCodec(PLAIN).read(UserCreated.json().getBytes(), JsonNode.class);
		assertThat(event.data()).isEqualTo(PLAIN.readTree(UserCreated.json()).get("data"));
		assertThat(event.entity()).isEqualTo("user/42");
	}

}
