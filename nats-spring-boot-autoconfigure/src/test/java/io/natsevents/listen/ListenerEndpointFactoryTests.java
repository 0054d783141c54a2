package io.natsevents.listen;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.natsevents.event.SubjectNaming;
import io.natsevents.listen.ListenerEndpointFactory.Declaration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ListenerEndpointFactory}.
 */
class ListenerEndpointFactoryTests {

	private final HandlerInvocation handler = TestEndpoint.of("any", TestEndpoint.settings()).handler();

	@ParameterizedTest
	@CsvSource({ "analytics,users-on,analytics-users-on", "my app,users.on,my-app-users-on", "a/b,c>d*e,a-b-c-d-e",
			"größe,x,gr--e-x", "A_1,b_2,A_1-b_2" })
	void durableIsNamedAfterApplicationAndId(String application, String id, String durable) {
		ListenerEndpoint endpoint = factory(application).create(declaration(id, null, null, "auth.user.created"),
				Map.of(), this.handler);
		assertThat(endpoint.durable()).isEqualTo(durable);
		assertThat(endpoint.id()).isEqualTo(id);
	}

	@Test
	void durableThatIsGivenIsTakenAsItIs() {
		assertThat(
				factory(null).create(declaration("id", null, "Mine_1-2", "auth.user.created"), Map.of(), this.handler)
					.durable())
			.isEqualTo("Mine_1-2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "a b", "a>", "a*", "", "ä" })
	void durableThatIsNotLegalIsRefused(String durable) {
		assertRefused(factory("app"), declaration("id", null, durable, "auth.user.created"),
				"durable '" + durable + "' may contain letters");
	}

	@Test
	void withoutAnApplicationNameADurableMustBeGiven() {
		assertRefused(factory(null), declaration("id", null, null, "auth.user.created"),
				"set spring.application.name, or the durable attribute");
	}

	@Test
	void streamIsThatOfTheService() {
		ListenerEndpoint endpoint = factory("app")
			.create(declaration("id", null, null, "auth.user.created", "auth.team.>"), Map.of(), this.handler);
		assertThat(endpoint.stream()).isEqualTo("STREAM_OF_auth");
		assertThat(endpoint.subjects()).containsExactly("auth.team.>", "auth.user.created");
		assertThat(endpoint.filterSubjects()).containsExactly("auth.team.>", "auth.user.created",
				"auth.user.created.*");
	}

	@Test
	void typesOfSeveralServicesNeedAStream() {
		Declaration declaration = declaration("id", null, null, "auth.user.created", "catalog.item.added");
		assertRefused(factory("app"), declaration, "services [auth, catalog]");
		assertThat(factory("app")
			.create(declaration("id", "ALL_EVENTS", null, "auth.user.created", "catalog.item.added"), Map.of(),
					this.handler)
			.stream()).isEqualTo("ALL_EVENTS");
	}

	@Test
	void withoutATypeThereIsNothingToListenTo() {
		assertRefused(factory("app"), declaration("id", null, null), "it names no event type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "auth", "*.user", "auth.>.created", "auth..created", "Auth.User", ">" })
	void typeThatIsNoTypeIsRefused(String type) {
		assertRefused(factory("app"), declaration("id", null, null, type), "'" + type + "'");
	}

	@Test
	void settingThatCannotBeReadIsRefused() {
		ListenerEndpointFactory factory = new ListenerEndpointFactory("app", SubjectNaming.HIERARCHICAL,
				new Settings() {

					@Override
					public ListenerSettings resolve(String id, Map<String, String> defaults,
							Map<String, String> overrides) {
						throw new IllegalArgumentException("its ack-wait cannot be read from " + overrides);
					}

				}, (service) -> service);
		assertRefused(factory, declaration("id", null, null, "auth.user.created"), "its ack-wait cannot be read");
	}

	@Test
	void filterWithoutWildcardOfAnotherVersionHasItsToken() {
		Declaration declaration = new Declaration("bean.method", "id", List.of("auth.user.created"), null, null, 2,
				Map.of());
		ListenerEndpoint endpoint = factory("app").create(declaration, Map.of(), this.handler);
		assertThat(endpoint.subjects()).containsExactly("auth.user.created.v2");
		assertThat(endpoint.filterSubjects()).containsExactly("auth.user.created.v2", "auth.user.created.v2.*");
		assertThat(endpoint.isOfVersion("auth.user.created.v2")).isTrue();
		assertThat(endpoint.isOfVersion("auth.user.created.v2.p3")).isTrue();
		assertThat(endpoint.isOfVersion("auth.user.created")).isFalse();
		assertThat(endpoint.takes("auth.user.created")).isTrue();
		assertThat(endpoint.takes("auth.user.deleted")).isFalse();
	}

	private void assertRefused(ListenerEndpointFactory factory, Declaration declaration, String problem) {
		assertThatExceptionOfType(ListenerConfigurationException.class)
			.isThrownBy(() -> factory.create(declaration, Map.of(), this.handler))
			.withMessageStartingWith("Listener bean.method: ")
			.withMessageContaining(problem);
	}

	private static Declaration declaration(String id, @Nullable String stream, @Nullable String durable,
			String... types) {
		return new Declaration("bean.method", id, Arrays.asList(types), stream, durable, 1, Map.of());
	}

	private static ListenerEndpointFactory factory(@Nullable String application) {
		return new ListenerEndpointFactory(application, SubjectNaming.HIERARCHICAL, new Settings(),
				(service) -> "STREAM_OF_" + service);
	}

	private static class Settings implements ListenerSettingsResolver {

		@Override
		public ListenerSettings resolve(String id, Map<String, String> defaults, Map<String, String> overrides) {
			return TestEndpoint.settings();
		}

		@Override
		public void requireMatches(Collection<String> ids) {
		}

	}

}
