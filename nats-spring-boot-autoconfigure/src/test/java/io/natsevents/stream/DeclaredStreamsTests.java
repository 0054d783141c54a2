package io.natsevents.stream;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeclaredStreamsTests {

	private final DeclaredStreams streams = DeclaredStreams.unchecked(
			List.of(ServiceStreams.definition("auth"), StreamDefinition.named("AUDIT").subjects("audit.*", "trail.>")));

	@ParameterizedTest
	@CsvSource({ "auth.user.created, AUTH_EVENTS", "auth.*.created, AUTH_EVENTS", "audit.x, AUDIT",
			"trail.a.b, AUDIT" })
	void findsTheStreamOfASubject(String subject, String stream) {
		assertThat(this.streams.collecting(subject)).map(DeclaredStream::name).contains(stream);
	}

	@ParameterizedTest
	@ValueSource(strings = { "audit.x.y", "audit.>", "orders.created", ">" })
	void findsNoStreamThatCollectsOnlyPartOfASubject(String subject) {
		assertThat(this.streams.collecting(subject)).isEmpty();
	}

	@Test
	void findsAStreamByItsName() {
		assertThat(this.streams.named("AUDIT")).map(DeclaredStream::subjects).contains(List.of("audit.*", "trail.>"));
		assertThat(this.streams.named("audit")).isEmpty();
	}

	@Test
	void describesItselfForMessages() {
		assertThat(this.streams.describe()).isEqualTo("AUTH_EVENTS [auth.>], AUDIT [audit.*, trail.>]");
		assertThat(DeclaredStreams.unchecked(List.of()).describe()).isEqualTo("none");
	}

}
