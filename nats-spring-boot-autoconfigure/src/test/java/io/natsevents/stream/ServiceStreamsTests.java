package io.natsevents.stream;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
	@ValueSource(strings = { "", "Auth", "-auth", "a_b", "a b", "*", "ä" })
	void refusesOtherServiceNames(String service) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceStreams.definition(service))
			.withMessageContaining("'" + service + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dlq", "trial" })
	void refusesTheNamesOfItsOwnSubjects(String service) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServiceStreams.definition(service))
			.withMessageContaining("'" + service + "' is reserved: the subjects '" + service + ".>'");
	}

}
