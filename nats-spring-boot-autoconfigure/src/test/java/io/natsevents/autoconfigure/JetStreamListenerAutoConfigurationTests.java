package io.natsevents.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.JetStreamListener;
import io.natsevents.listen.JetStreamListenerAnnotationBeanPostProcessor;
import io.natsevents.listen.ListenerConfigurationException;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerObserver;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerSettings;
import io.natsevents.listen.ListenerSettingsResolver;
import io.natsevents.listen.ListenerThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JetStreamListenerAutoConfiguration}.
 */
class JetStreamListenerAutoConfigurationTests {

	@Test
	void anAnnotatedMethodBecomesAListener() {
		TestApplication.notStarted().withBean("users", Users.class).run((context) -> {
			ListenerHandle listener = context.getBean(ListenerRegistry.class).find("users-on").orElseThrow();
			assertThat(listener.stream()).isEqualTo("AUTH_EVENTS");
			assertThat(listener.durable()).isEqualTo("app-users-on");
			assertThat(context).hasSingleBean(EventSubscriber.class);
		});
	}

	@Test
	void theStreamOfAListenerIsTheDeclaredOneThatCollectsItsService() {
		TestApplication.notStarted()
			.withBean("users", Users.class)
			.withPropertyValues("nats.jetstream.streams.everything.subjects=auth.>,catalog.>")
			.run((context) -> assertThat(context.getBean(ListenerRegistry.class).all()).singleElement()
				.extracting(ListenerHandle::stream)
				.isEqualTo("everything"));
	}

	@Test
	void withoutAnApplicationNameADurableCannotBeNamed() {
		TestApplication.notStarted()
			.withBean("users", Users.class)
			.withPropertyValues("spring.application.name=")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.isInstanceOf(ListenerConfigurationException.class)
				.hasMessageContainingAll("users.on", "spring.application.name"));
	}

	@Test
	void aSettingsResolverOfTheUserReplacesOurs() {
		ListenerSettingsResolver own = new ListenerSettingsResolver() {

			@Override
			public ListenerSettings resolve(String id, Map<String, String> defaults, Map<String, String> overrides) {
				throw new IllegalArgumentException("asked for " + id);
			}

			@Override
			public void requireMatches(Collection<String> ids) {
			}

		};
		TestApplication.notStarted()
			.withBean("users", Users.class)
			.withBean("own", ListenerSettingsResolver.class, () -> own)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessage("asked for users-on"));
	}

	@Test
	void everyObserverIsToldOfAListener() {
		List<String> told = new ArrayList<>();
		ListenerObserver own = new ListenerObserver() {

			@Override
			public void registered(ListenerHandle listener) {
				told.add(listener.id());
			}

		};
		TestApplication.notStarted()
			.withBean("users", Users.class)
			.withBean("own", ListenerObserver.class, () -> own)
			.run((context) -> {
				assertThat(told).containsExactly("users-on");
				assertThat(context.getBeansOfType(ListenerObserver.class)).containsOnlyKeys("own", "listenerMeters",
						"replayMeters");
			});
	}

	@Test
	void threadsOfTheUserReplaceOurs() {
		TestApplication.notStarted()
			.withBean("own", ListenerThreads.class, ListenerThreads::onPlatformThreads)
			.run((context) -> assertThat(context).hasSingleBean(ListenerThreads.class)
				.doesNotHaveBean("listenerThreads"));
	}

	@Test
	void handlersRunOnPlatformThreadsByDefault() {
		TestApplication.notStarted()
			.run((context) -> assertThat(context.getBean(ListenerThreads.class)).extracting("handlers")
				.isNotInstanceOf(VirtualThreadTaskExecutor.class));
	}

	@Test
	void handlersRunOnVirtualThreadsWhereThereAreAnyAndBootSaysSo() {
		boolean supported = JRE.currentVersionNumber() >= 21;
		TestApplication.notStarted()
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context.getBean(ListenerThreads.class)).extracting("handlers")
				.matches((handlers) -> (handlers instanceof VirtualThreadTaskExecutor) == supported));
	}

	@Test
	void aListenerWithoutACodecFailsTheStart() {
		TestApplication.notStarted()
			.withClassLoader(new FilteredClassLoader("tools.jackson", "com.fasterxml.jackson.databind"))
			.withBean("users", Users.class)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("users.on")
				.hasMessageContaining("spring-boot-starter-jackson"));
	}

	@Test
	void aPostProcessorOfTheSameNameReplacesOurs() {
		TestApplication.notStarted()
			.withBean(JetStreamListenerAnnotationBeanPostProcessor.BEAN_NAME, Object.class)
			.withBean("users", Users.class)
			.run((context) -> assertThat(context.getBean(ListenerRegistry.class).all()).isEmpty());
	}

	static class Users {

		@JetStreamListener("auth.user.created")
		void on(Object user) {
		}

	}

}
