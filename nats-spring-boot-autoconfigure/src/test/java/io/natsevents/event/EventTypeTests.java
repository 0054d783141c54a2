package io.natsevents.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventTypeTests {

	@ParameterizedTest
	@ValueSource(strings = { "auth.created", "auth.user.created", "ai-agent.run-2.step.done", "a.b", "1.2", "auth.v",
			"auth.p", "auth.vx1", "auth.v1x", "auth.v1-", "auth.dlq2", "auth.event.created", "x--.y-",
			"auth.trial.started", "trials.started" })
	void acceptsTheGrammar(String type) {
		assertThat(EventType.requireValid(type)).isSameAs(type);
	}

	@ParameterizedTest
	@CsvSource({ "'', token ''", "auth, two tokens or more", "auth., token ''", ".auth, token ''",
			"auth..created, token ''", "Auth.created, token 'Auth'", "auth.user_created, token 'user_created'",
			"auth.-x, token '-x'", "auth.*, token '*'", "auth.>, token '>'", "'auth.a b', token 'a b'",
			"auth.é, token 'é'", "auth.v1, token 'v1' is reserved", "v2.auth, token 'v2' is reserved",
			"auth.p12.x, token 'p12' is reserved", "auth.dlq, token 'dlq' is reserved",
			"dlq.auth, token 'dlq' is reserved", "trial.started, the first token 'trial' is reserved" })
	void refusesWhatBreaksARuleAndNamesIt(String type, String rule) {
		assertThatIllegalArgumentException().isThrownBy(() -> EventType.requireValid(type))
			.withMessageStartingWith("type '" + type + "'")
			.withMessageContaining(rule);
	}

	@Test
	void allows200CharactersAndNoMore() {
		String longest = "auth." + "x".repeat(195);
		assertThat(EventType.requireValid(longest)).hasSize(200);
		assertThatIllegalArgumentException().isThrownBy(() -> EventType.requireValid(longest + "x"))
			.withMessageContaining("201 characters, at most 200");
	}

	@Test
	void theFirstTokenIsTheService() {
		assertThat(EventType.service("ai-agent.run.done")).isEqualTo("ai-agent");
	}

}
