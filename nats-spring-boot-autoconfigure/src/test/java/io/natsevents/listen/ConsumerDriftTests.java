package io.natsevents.listen;

import java.time.Duration;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsumerDrift}.
 */
class ConsumerDriftTests {

	@Test
	void equalOnesDoNotDiffer() {
		ConsumerDrift drift = ConsumerDrift
			.of(ConsumerPlan.compare(consumer("auth.user.created"), consumer("auth.user.created")));
		assertThat(drift.isDifferent()).isFalse();
		assertThat(drift).isSameAs(ConsumerDrift.NONE);
	}

	@Test
	void widerFilterMissesNothing() {
		ConsumerDrift drift = ConsumerDrift
			.of(ConsumerPlan.compare(consumer("auth.user.created"), consumer("auth.*.created")));
		assertThat(drift.missed()).isEmpty();
		assertThat(drift).hasToString(
				"its consumer on the server differs:" + " filter subjects: [auth.*.created] -> [auth.user.created]");
	}

	@Test
	void noFilterAtAllMissesNothing() {
		ConsumerDrift drift = ConsumerDrift.of(ConsumerPlan.compare(consumer("auth.user.created"), consumer()));
		assertThat(drift.isDifferent()).isTrue();
		assertThat(drift.missed()).isEmpty();
	}

	@Test
	void narrowerFilterMissesWhatItLeavesOut() {
		ConsumerDrift drift = ConsumerDrift.of(ConsumerPlan.compare(consumer("auth.role.>", "auth.user.*"),
				consumer("auth.role.granted", "auth.user.*")));
		assertThat(drift.missed()).containsExactly("auth.role.>");
		assertThat(drift.toString()).endsWith("; events of [auth.role.>] do not come");
	}

	@Test
	void otherSettingsAreNamedToo() {
		ConsumerConfiguration actual = ConsumerConfiguration.builder(consumer("auth.user.created"))
			.ackWait(Duration.ofSeconds(1))
			.maxDeliver(3)
			.build();
		assertThat(ConsumerDrift.of(ConsumerPlan.compare(consumer("auth.user.created"), actual)).differences())
			.containsExactly("ack-wait: PT1S -> PT30S", "max-deliver: 3 -> -1");
	}

	private static ConsumerConfiguration consumer(String... filters) {
		return ConsumerConfiguration.builder()
			.durable("analytics-users")
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(Duration.ofSeconds(30))
			.maxAckPending(1000)
			.maxDeliver(-1)
			.filterSubjects(filters)
			.build();
	}

}
