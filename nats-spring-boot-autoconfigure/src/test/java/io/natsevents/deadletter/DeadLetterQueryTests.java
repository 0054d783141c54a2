package io.natsevents.deadletter;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeadLetterQuery}.
 */
class DeadLetterQueryTests {

	private final DeadLetterQuery query = DeadLetterQuery.all();

	@Test
	void subjectsTellStreamAndDurable() {
		assertThat(this.query.subjects()).isEqualTo("dlq.*.*.*");
		assertThat(this.query.stream("AUTH_EVENTS").subjects()).isEqualTo("dlq.AUTH_EVENTS.*.*");
		assertThat(this.query.durable("users").subjects()).isEqualTo("dlq.*.users.*");
		assertThat(this.query.durable("users").isAnsweredBySubjects()).isTrue();
		assertThat(this.query.type("auth.user.created").isAnsweredBySubjects()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "AUTH.>", "a b", "a.b", "a\n", "dürable*" })
	void aNameThatIsNoneIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.stream(name))
			.withMessageContaining("'" + name + "' is no stream");
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.durable(name))
			.withMessageContaining("without wildcards, dots and spaces");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "auth.*", "auth.>", "auth user" })
	void aTypeIsWhole(String type) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.type(type)).withMessageContaining("no type");
	}

	@Test
	void limitsAndRangesAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.limit(0)).withMessageContaining("1000, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.limit(1001));
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.after(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.organizationId(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> this.query.parked(Instant.EPOCH, Instant.EPOCH))
			.withMessageContaining("is empty");
	}

}
