package io.natsevents.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.natsevents.connection.HeaderMendingDataPort;
import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.publish.EventPublisher;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application whose context was generated ahead of time.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void generatedContextPublishesAndHandles() {
		try (NatsServer server = NatsServer.builder().start()) {
			generate(server, (generation) -> TestCompiler.forSystem().with(generation).compile((compiled) -> {
				try (GenericApplicationContext context = new GenericApplicationContext()) {
					configure(context.getEnvironment(), server);
					@SuppressWarnings("unchecked")
					ApplicationContextInitializer<GenericApplicationContext> initializer = compiled
						.getInstance(ApplicationContextInitializer.class);
					initializer.initialize(context);
					context.refresh();
					context.getBean(EventPublisher.class)
						.publish(Event.of("auth.user.created", new UserCreated("ada", new Address("London"))));
					Users users = context.getBean(Users.class);
					Awaitility.await().until(() -> !users.created.isEmpty());
					assertThat(users.created).containsExactly(new UserCreated("ada", new Address("London")));
				}
			}));
		}
	}

	@Test
	void hintsCoverProxyHandlersAndTheirData() {
		try (NatsServer server = NatsServer.builder().start()) {
			generate(server, (generation) -> assertThat(generation.getRuntimeHints()).satisfies((hints) -> {
				assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Connection.class)).accepts(hints);
				assertThat(RuntimeHintsPredicates.reflection()
					.onType(Connection.class)
					.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
				assertThat(RuntimeHintsPredicates.reflection().onType(DataAccessResourceFailureException.class))
					.accepts(hints);
				assertThat(RuntimeHintsPredicates.reflection()
					.onType(HeaderMendingDataPort.class)
					.withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)).accepts(hints);
				assertThat(RuntimeHintsPredicates.resource().forResource("io/nats/jnats/version.properties"))
					.accepts(hints);
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Users.class, "on")).accepts(hints);
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Users.class, "batch")).accepts(hints);
				assertBindable(hints, UserCreated.class);
				assertBindable(hints, Address.class);
				assertBindable(hints, UserRenamed.class);
				assertBindable(hints, UserDeleted.class);
			}));
		}
	}

	private static void assertBindable(RuntimeHints hints, Class<?> data) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(data)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(data.getSimpleName()).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(data, "name")).as(data.getSimpleName())
			.accepts(hints);
	}

	private static void generate(NatsServer server, Consumer<TestGenerationContext> test) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			configure(context.getEnvironment(), server);
			context.register(Application.class);
			TestGenerationContext generation = new TestGenerationContext(AheadOfTimeTests.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			test.accept(generation);
		}
	}

	private static void configure(ConfigurableEnvironment environment, NatsServer server) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("nats.servers", server.url(), "spring.application.name", "aot", "nats.jetstream.services",
							"auth", "nats.jetstream.publisher.default-organization", "acme")));
	}

	record Address(String name) {
	}

	record UserCreated(String name, Address address) {
	}

	record UserRenamed(String name) {
	}

	record UserDeleted(String name) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Users users() {
			return new Users();
		}

	}

	static class Users {

		final List<UserCreated> created = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.user.created")
		void on(UserCreated user) {
			this.created.add(user);
		}

		@JetStreamListener("auth.user.renamed")
		void renamed(Event<UserRenamed> event) {
		}

		@JetStreamListener("auth.user.deleted")
		void batch(List<Event<UserDeleted>> events) {
		}

	}

}
