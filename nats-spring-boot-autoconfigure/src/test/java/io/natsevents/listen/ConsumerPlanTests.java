package io.natsevents.listen;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsumerPlan}.
 */
class ConsumerPlanTests {

	private static final ConsumerConfiguration WANTED = builder().build();

	@Test
	void equalConsumersNeedNoChange() {
		ConsumerPlan plan = ConsumerPlan.compare(WANTED, builder().build());
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.conflicts()).isEmpty();
	}

	static Stream<Arguments> changeable() {
		return Stream.of(
				change((actual) -> actual.filterSubjects("auth.a"), "filter subjects: [auth.a] -> [auth.a, auth.b]"),
				change((actual) -> actual.ackWait(Duration.ofSeconds(5)), "ack-wait: PT5S -> PT30S"),
				change((actual) -> actual.maxAckPending(9), "max-ack-pending: 9 -> 10000"),
				change((actual) -> actual.maxDeliver(5), "max-deliver: 5 -> -1"),
				change((actual) -> actual.backoff(Duration.ofSeconds(1), Duration.ofSeconds(2)),
						"backoff: [PT1S, PT2S] -> []"));
	}

	@ParameterizedTest
	@MethodSource("changeable")
	void whatCanBeChangedIsChanged(UnaryOperator<ConsumerConfiguration.Builder> difference, String change) {
		ConsumerPlan plan = ConsumerPlan.compare(WANTED, difference.apply(builder()).build());
		assertThat(plan.changes()).contains(change);
		assertThat(plan.conflicts()).isEmpty();
		assertThat(ConsumerPlan.compare(WANTED, plan.target()).changes()).isEmpty();
	}

	@Test
	void orderOfFiltersDoesNotCount() {
		assertThat(ConsumerPlan.compare(WANTED, builder().filterSubjects("auth.b", "auth.a").build()).changes())
			.isEmpty();
	}

	static Stream<Arguments> notChangeable() {
		return Stream.of(
				change((actual) -> actual.ackPolicy(AckPolicy.None), "acknowledgement policy: none -> explicit"),
				change((actual) -> actual.ackPolicy(AckPolicy.All), "acknowledgement policy: all -> explicit"),
				change((actual) -> actual.deliverSubject("there"), "deliver subject: there -> "));
	}

	@ParameterizedTest
	@MethodSource("notChangeable")
	void whatCannotBeChangedIsAConflict(UnaryOperator<ConsumerConfiguration.Builder> difference, String conflict) {
		assertThat(ConsumerPlan.compare(WANTED, difference.apply(builder()).build()).conflicts())
			.containsExactly(conflict);
	}

	@Test
	void whereItBeganAndWhatIsNotOursIsLeftAlone() {
		ConsumerConfiguration actual = builder().deliverPolicy(DeliverPolicy.New)
			.description("theirs")
			.maxPullWaiting(7)
			.ackWait(Duration.ofSeconds(1))
			.build();
		ConsumerPlan plan = ConsumerPlan.compare(WANTED, actual);
		assertThat(plan.changes()).containsExactly("ack-wait: PT1S -> PT30S");
		assertThat(plan.target().getDeliverPolicy()).isEqualTo(DeliverPolicy.New);
		assertThat(plan.target().getDescription()).isEqualTo("theirs");
		assertThat(plan.target().getMaxPullWaiting()).isEqualTo(7);
	}

	@Test
	void whoeverLooksAfterAConsumerStaysSo() {
		ConsumerPlan plan = ConsumerPlan.compare(of("analytics"), of("billing"));
		assertThat(plan.application()).isEqualTo("billing");
		assertThat(plan.needsUpdate()).isFalse();
		assertThat(plan.target().getMetadata()).containsEntry(UnusedDurables.APPLICATION, "billing");
	}

	@Test
	void aConsumerThatNobodyLooksAfterIsTakenOverWithWhatElseIsWrittenOnIt() {
		ConsumerPlan plan = ConsumerPlan.compare(of("analytics"), builder().metadata(Map.of("team", "core")).build());
		assertThat(plan.application()).isNull();
		assertThat(plan.changes()).isEmpty();
		assertThat(plan.needsUpdate()).isTrue();
		assertThat(plan.target().getMetadata())
			.containsAllEntriesOf(Map.of("team", "core", UnusedDurables.APPLICATION, "analytics"));
	}

	private static ConsumerConfiguration of(String application) {
		return builder().metadata(Map.of(UnusedDurables.APPLICATION, application)).build();
	}

	private static Arguments change(UnaryOperator<ConsumerConfiguration.Builder> difference, String text) {
		return Arguments.of(difference, text);
	}

	private static ConsumerConfiguration.Builder builder() {
		return ConsumerConfiguration.builder()
			.durable("worker")
			.filterSubjects("auth.a", "auth.b")
			.ackPolicy(AckPolicy.Explicit)
			.ackWait(Duration.ofSeconds(30))
			.maxAckPending(10_000)
			.maxDeliver(-1);
	}

}
