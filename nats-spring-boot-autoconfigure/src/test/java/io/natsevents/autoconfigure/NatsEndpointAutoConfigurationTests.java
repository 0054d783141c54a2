package io.natsevents.autoconfigure;

import java.util.List;

import io.natsevents.deadletter.DeadLetters;
import io.natsevents.deadletter.Redrives;
import io.natsevents.observe.DeadLettersEndpoint;
import io.natsevents.observe.ErrorDescriptor;
import io.natsevents.observe.RedrivesEndpoint;
import io.natsevents.observe.ReplaysEndpoint;
import io.natsevents.replay.EventReplay;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsEndpointAutoConfiguration}.
 */
@NatsServerTest
class NatsEndpointAutoConfigurationTests {

	@Test
	void anEndpointThatIsNotExposedIsNotThere() {
		TestApplication.notStarted()
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeadLetters.class)
				.hasSingleBean(Redrives.class)
				.doesNotHaveBean(DeadLettersEndpoint.class)
				.hasSingleBean(EventReplay.class)
				.doesNotHaveBean(RedrivesEndpoint.class)
				.doesNotHaveBean(ReplaysEndpoint.class));
	}

	@Test
	void replaysAreExposedByThemselves() {
		TestApplication.notStarted()
			.withPropertyValues("management.endpoints.web.exposure.include=natsreplays")
			.run((context) -> assertThat(context).hasSingleBean(ReplaysEndpoint.class)
				.doesNotHaveBean(RedrivesEndpoint.class));
	}

	@Test
	void replayThatIsTakenOverAtOnceIsRefused() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.replay.take-over-after=999ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("take-over-after must be at least 1s"));
	}

	@Test
	void redrivesAreExposedByThemselves() {
		TestApplication.notStarted()
			.withPropertyValues("management.endpoints.web.exposure.include=natsredrives")
			.run((context) -> assertThat(context).hasSingleBean(RedrivesEndpoint.class)
				.doesNotHaveBean(DeadLettersEndpoint.class));
	}

	@Test
	void eachEndpointBringsTheHintsForItsErrors() {
		for (Class<?> endpoint : List.of(DeadLettersEndpoint.class, RedrivesEndpoint.class, ReplaysEndpoint.class)) {
			RuntimeHints hints = new RuntimeHints();
			new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, endpoint);
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ErrorDescriptor.class, "error"))
				.as(endpoint.getSimpleName())
				.accepts(hints);
		}
	}

	@Test
	void claimThatIsOverAtOnceIsRefused() {
		TestApplication.notStarted()
			.withPropertyValues("nats.jetstream.dead-letter.claim-timeout=999ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("claim-timeout must be at least 1s"));
	}

	@Test
	void anExposedEndpointHidesValuesUnlessTold() {
		TestApplication.notStarted()
			.withPropertyValues("management.endpoints.web.exposure.include=natsdeadletters",
					"management.endpoint.natsdeadletters.roles=operator")
			.run((context) -> {
				assertThat(context).hasSingleBean(DeadLettersEndpoint.class);
				DeadLettersEndpointProperties properties = context.getBean(DeadLettersEndpointProperties.class);
				assertThat(properties.getShowValues()).isEqualTo(Show.NEVER);
				assertThat(properties.getRoles()).containsExactly("operator");
			});
	}

	@Test
	void withoutActuatorTheContextStarts(NatsServer server) {
		TestApplication.read(server)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DeadLetters.class));
	}

}
