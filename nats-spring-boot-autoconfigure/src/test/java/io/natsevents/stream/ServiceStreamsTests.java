package io.natsevents.stream;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServiceStreamsTests {

	@Test
	void definesTheStreamOfAService() {
		StreamDefinition definition = ServiceStreams.definition("ai-agent");
		assertThat(definition.name()).isEqualTo("AI_AGENT_EVENTS");
		assertThat(definition.subjects()).isEqualTo(List.of("ai-agent.>"));
		assertThat(definition.settings()).isEqualTo(StreamSettings.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "auth.user.created, AUTH_EVENTS", "ai-agent.run.done, AI_AGENT_EVENTS", "auth, AUTH_EVENTS",
			"auth.>, AUTH_EVENTS" })
	void findsTheStreamOfAnEventType(String type, String stream) {
		assertThat(ServiceStreams.streamNameOf(type)).isEqualTo(stream);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Auth", "-auth", "a_b", "a b", "*", "ä" })
	void refusesOtherServiceNames(String service) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceStreams.definition(service))
			.withMessageContaining("'" + service + "'");
	}

}
