package io.natsevents.listen;

import java.util.List;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsumerDeclaration}.
 */
class ConsumerDeclarationTests {

	private final ConsumerDeclaration plain = declaration(List.of());

	private final ConsumerDeclaration described = declaration(
			List.of((listener, consumer) -> consumer.description("ours")));

	@Test
	void consumerBeginsWithTheOldestEventOrWhereItWas() {
		assertThat(this.plain.startingAt(1).getDeliverPolicy()).isEqualTo(DeliverPolicy.All);
		ConsumerConfiguration later = this.plain.startingAt(7);
		assertThat(later.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartSequence);
		assertThat(later.getStartSequence()).isEqualTo(7);
	}

	@Test
	void whereItBeganToDeliverIsNoDifference() {
		assertThat(this.described.compare(this.described.startingAt(7)).differences()).isEmpty();
	}

	@Test
	void whatACustomizerWantsIsDriftWhenTheServerHasItOtherwise() {
		ConsumerDrift drift = ConsumerDrift.of(this.described.compare(this.plain.startingAt(1)));
		assertThat(drift.differences()).singleElement().asString().startsWith("description").contains("ours");
		assertThat(drift.missed()).isEmpty();
	}

	@Test
	void consumerOfAnotherApplicationIsForeign() {
		ConsumerDeclaration other = new ConsumerDeclaration(TestEndpoint.of("users", TestEndpoint.settings()),
				"billing", () -> true, List.of());
		assertThat(this.plain.isForeign(this.plain.compare(other.startingAt(1)))).isTrue();
		assertThat(this.plain.isForeign(this.plain.compare(this.plain.startingAt(1)))).isFalse();
	}

	@Test
	void serverThatPassesOverEventsIsNotAskedWithAndWithoutAPartition() {
		ConsumerDeclaration old = new ConsumerDeclaration(TestEndpoint.of("users", TestEndpoint.settings()),
				"analytics", () -> false, List.of());
		assertThat(old.startingAt(1).getFilterSubjects()).containsExactly("auth.user.created");
		assertThat(this.plain.startingAt(1).getFilterSubjects()).containsExactly("auth.user.created",
				"auth.user.created.*");
	}

	private static ConsumerDeclaration declaration(List<ConsumerConfigurationCustomizer> customizers) {
		return new ConsumerDeclaration(TestEndpoint.of("users", TestEndpoint.settings()), "analytics", () -> true,
				customizers);
	}

}
