package io.natsevents.listen;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterOrdering}.
 */
class ClusterOrderingTests {

	@ParameterizedTest
	@ValueSource(strings = { "auth.user.created", "auth.user.created,auth.user.deleted", "auth.user.*",
			"auth.*,auth.*.*", "auth.*.created,auth.*.deleted", "auth.*,auth.user.*" })
	void takesTypesOfAKnownNumberOfTokens(String types) {
		assertThatCode(() -> require(false, types)).doesNotThrowAnyException();
	}

	@Test
	void refusesTypesOfAnyNumberOfTokensAndSaysWhatToWrite() {
		assertRefused(false, "auth.user.>", "it names 'auth.user.>'", "'auth.user.*' and 'auth.user.*.*'");
	}

	@Test
	void refusesABatch() {
		assertRefused(true, "auth.user.created", "it takes a List", "ordering key");
	}

	private static void assertRefused(boolean batch, String types, String... message) {
		assertThatExceptionOfType(ListenerConfigurationException.class).isThrownBy(() -> require(batch, types))
			.withMessageStartingWith("Listener users.on: ")
			.satisfies((ex) -> Arrays.stream(message).forEach((part) -> assertThat(ex).hasMessageContaining(part)));
	}

	private static void require(boolean batch, String types) {
		ListenerEndpoint any = TestEndpoint.of("users", TestEndpoint.settings());
		List<EventTypePattern> patterns = Arrays.stream(types.split(",")).map(EventTypePattern::parse).toList();
		ClusterOrdering.require("users.on", new ListenerEndpoint("users", "AUTH_EVENTS", "users", patterns, 1,
				SubjectNaming.HIERARCHICAL, any.settings(), batch ? new Batch() : any.handler(), false));
	}

	private static final class Batch implements HandlerInvocation {

		@Override
		public Type dataType() {
			return Object.class;
		}

		@Override
		public boolean isBatch() {
			return true;
		}

		@Override
		public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) {
			throw new IllegalStateException("nothing is handled here");
		}

	}

}
