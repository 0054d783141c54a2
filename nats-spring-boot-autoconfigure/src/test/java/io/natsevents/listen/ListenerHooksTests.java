package io.natsevents.listen;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.MessageInfo;
import io.natsevents.autoconfigure.ConnectionSupervisorFactory;
import io.natsevents.autoconfigure.JetStreamListenerContainerFactoryConfigurer;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.TestDetails;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for interceptors, error handlers, customizers and container factories of an
 * application.
 */
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class ListenerHooksTests {

	@BeforeEach
	void allowSpringToReportFailedStarts(Leftovers leftovers) {
		leftovers.allowErrors("Application run failed").allowErrors("APPLICATION FAILED TO START");
	}

	@Test
	void interceptorsAndErrorHandlersStandAroundEveryListener(NatsServer server) throws Exception {
		Users users = new Users();
		Errors errors = new Errors();
		try (BusApplication application = BusApplication.on(server)
			.bean(users)
			.bean(errors)
			.configuration(Interceptors.class)
			.start()) {
			List<String> calls = application.bean(Interceptors.class).calls;
			application.subscriber()
				.subscribe(ListenerDefinition.of("by-code", String.class, "auth.code.sent").errorHandler(errors),
						(event, context) -> {
							throw new IllegalStateException("from code");
						});
			publish(application, "auth.hooks.sent", "ada");
			publish(application, "auth.async.sent", "bob");
			publish(application, "auth.code.sent", "cyd");
			await().until(() -> application.isDone("users-on") && application.isDone("users-later")
					&& application.isDone("by-code"));
			assertThat(calls).containsExactlyInAnyOrder("outer users-on", "inner users-on", "outer users-later",
					"inner users-later", "outer by-code", "inner by-code");
			assertThat(calls.stream().filter((call) -> call.endsWith("users-on"))).containsExactly("outer users-on",
					"inner users-on");
			assertThat(errors.seen).containsExactlyInAnyOrder("users-on: from a handler", "users-later: from a stage",
					"by-code: from code");
		}
	}

	@Test
	void interceptorParksUnderTheReasonItGives(NatsServer server) throws Exception {
		Users users = new Users();
		try (BusApplication application = BusApplication.on(server)
			.bean(users)
			.bean(new Errors())
			.configuration(Contract.class)
			.start()) {
			publish(application, "auth.contract.sent", "ada");
			await().until(() -> application.isDone("users-contract"));
			long last = application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getLastSequence();
			MessageInfo parked = application.management().getMessage("DLQ_EVENTS", last);
			assertThat(parked.getHeaders().getFirst("Dlq-Reason")).isEqualTo("SCHEMA");
			assertThat(parked.getHeaders().getFirst("Dlq-Deliveries")).isEqualTo("1");
			assertThat(users.handled).isEmpty();
		}
	}

	static List<Arguments> mistakes() {
		return List.of(Arguments.of(new UnknownErrorHandler(), "unknownErrorHandler.on", "its errorHandler 'nobody'"),
				Arguments.of(new WrongErrorHandler(), "wrongErrorHandler.on",
						"its errorHandler 'wrongErrorHandler' is a " + WrongErrorHandler.class.getName()),
				Arguments.of(new UnknownFactory(), "unknownFactory.on", "its containerFactory 'nobody'"),
				Arguments.of(new WrongFactory(), "wrongFactory.on", "which is no JetStreamListenerContainerFactory"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void beanThatIsMissingOrOfAnotherTypeFailsTheStart(Object bean, String listener, String problem,
			NatsServer server) {
		assertThat(startFailure(BusApplication.on(server).bean(bean)))
			.isInstanceOf(ListenerConfigurationException.class)
			.hasMessageStartingWith("Listener " + listener + ": ")
			.hasMessageContaining(problem);
	}

	@Test
	void factoryOfTheApplicationReusesAllSettingsOnAnotherServer(NatsServer server) throws Exception {
		try (NatsServer other = NatsServer.builder().start();
				BusApplication remote = BusApplication.on(other).start();
				BusApplication application = BusApplication.on(server)
					.property("other", other.url())
					.property("nats.jetstream.listener.max-ack-pending", "77")
					.property("nats.jetstream.listeners.far.concurrency", "2")
					.configuration(OtherServer.class)
					.start()) {
			publish(remote, "auth.far.sent", "far");
			publish(application, "auth.far.sent", "near");
			Far far = application.bean(Far.class);
			await().until(() -> far.handled.size() == 2);
			assertThat(far.handled).containsExactlyInAnyOrder("near on jetstream-handler-1", "far on other-handler");
			ConsumerConfiguration consumer = remote.management()
				.getConsumerInfo("AUTH_EVENTS", "analytics-far")
				.getConsumerConfiguration();
			assertThat(consumer.getMaxAckPending()).isEqualTo(77);
			// The factory's own setting wins over those of all listeners
			assertThat(consumer.getAckWait()).hasSeconds(7);
			assertThat(application.bean(ListenerRegistry.class).all()).extracting(ListenerHandle::id)
				.containsExactlyInAnyOrder("far", "near");
			assertThat(application.bean(OtherServer.class).intercepted).containsExactlyInAnyOrder("far", "near");
		}
	}

	@Test
	void containerCustomizersComeLast(NatsServer server) throws Exception {
		Users users = new Users();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "20s")
			.bean(users)
			.bean(new Errors())
			.configuration(CustomizedContainers.class)
			.start()) {
			assertThat(application.consumer("users-on").getConsumerConfiguration().getAckWait()).hasSeconds(3);
			publish(application, "auth.hooks.sent", "ada");
			List<String> calls = application.bean(CustomizedContainers.class).calls;
			await().until(() -> application.isDone("users-on"));
			assertThat(calls).containsExactly("customized", "instead of errors");
		}
	}

	@Test
	void consumerCustomizersReachTheServerAndASecondStartChangesNothing(NatsServer server, CapturedOutput output)
			throws Exception {
		BusApplication.Builder customized = BusApplication.on(server)
			.bean(new Noted())
			.configuration(CustomizedConsumers.class);
		try (BusApplication plain = BusApplication.on(server).bean(new Noted()).start();
				BusApplication first = customized.start()) {
			assertThat(first.consumer("noted-on").getConsumerConfiguration()).satisfies((consumer) -> {
				assertThat(consumer.getDescription()).isEqualTo("listens to [auth.noted.*]");
				assertThat(consumer.getMaxAckPending()).isEqualTo(55);
				assertThat(consumer.getMetadata()).containsEntry("team", "growth")
					.containsEntry("io.natsevents.application", "analytics");
			});
		}
		assertThat(output).containsOnlyOnce("Updating consumer");
		try (BusApplication second = customized.start()) {
			assertThat(second.consumer("noted-on").getConsumerConfiguration().getMaxAckPending()).isEqualTo(55);
		}
		assertThat(output).containsOnlyOnce("Updating consumer");
	}

	@Test
	void consumerCustomizerMustNotChangeWhatPromisesRestOn(NatsServer server) {
		assertThat(startFailure(BusApplication.on(server).bean(new Noted()).configuration(DaringCustomizer.class)))
			.isInstanceOf(ListenerConfigurationException.class)
			.hasMessageContaining("Listener noted-on: customizer daring changes 'max_deliver' of its consumer");
	}

	private static void publish(BusApplication application, String type, String data) {
		application.publisher().publish(Event.of(type, data));
	}

	private static Throwable startFailure(BusApplication.Builder application) {
		return NestedExceptionUtils.getMostSpecificCause(catchThrowable(() -> application.start().close()));
	}

	static class Users {

		final List<String> handled = new CopyOnWriteArrayList<>();

		@JetStreamListener(value = "auth.hooks.sent", errorHandler = "${errors.bean:errors}")
		void on(String name) {
			throw new IllegalStateException("from a handler");
		}

		@JetStreamListener(value = "auth.async.sent", errorHandler = "#{@errors}")
		CompletionStage<Void> later(String name) {
			return CompletableFuture.runAsync(() -> {
				throw new IllegalStateException("from a stage");
			});
		}

		@JetStreamListener("auth.contract.sent")
		void contract(String name) {
			this.handled.add(name);
		}

	}

	static class Errors implements ListenerErrorHandler {

		final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void handle(HandledEvents events, Throwable failure) {
			this.seen.add(events.listener().id() + ": " + failure.getMessage());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		HandlerInterceptor inner() {
			return noting("inner");
		}

		@Bean
		@Order(1)
		HandlerInterceptor outer() {
			return noting("outer");
		}

		private HandlerInterceptor noting(String name) {
			return (events, chain) -> {
				this.calls.add(name + " " + events.listener().id());
				chain.proceed(events);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Contract {

		@Bean
		HandlerInterceptor contract() {
			return (events, chain) -> {
				throw new RejectedEventException(DeadLetterReason.SCHEMA, "field 'name' is missing", null);
			};
		}

	}

	static class UnknownErrorHandler {

		@JetStreamListener(value = "auth.hooks.sent", errorHandler = "nobody")
		void on(String name) {
		}

	}

	static class WrongErrorHandler {

		@JetStreamListener(value = "auth.hooks.sent", errorHandler = "wrongErrorHandler")
		void on(String name) {
		}

	}

	static class UnknownFactory {

		@JetStreamListener(value = "auth.hooks.sent", containerFactory = "nobody")
		void on(String name) {
		}

	}

	static class WrongFactory {

		@JetStreamListener(value = "auth.hooks.sent", containerFactory = "#{@wrongFactory}")
		void on(String name) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherServer {

		final List<String> intercepted = new CopyOnWriteArrayList<>();

		@Bean(defaultCandidate = false)
		ConnectionSupervisor otherConnection(ConnectionSupervisorFactory connections, @Value("${other}") String url) {
			return connections.create(TestDetails.of(url));
		}

		@Bean(destroyMethod = "shutdown", defaultCandidate = false)
		ExecutorService otherThreads() {
			return Executors.newFixedThreadPool(2, (task) -> new Thread(task, "other-handler"));
		}

		@Bean
		JetStreamListenerContainerFactory otherFactory(JetStreamListenerContainerFactoryConfigurer configurer,
				@Qualifier("otherConnection") ConnectionSupervisor connection,
				@Qualifier("otherThreads") Executor threads) {
			return configurer.configure(JetStreamListenerContainerFactory.builder())
				.connection(connection,
						new DeadLetterParking(connection, "analytics", Duration.ofSeconds(5), Clock.systemUTC()))
				.handlers(threads)
				.setting("ack-wait", "7s")
				.build();
		}

		@Bean
		HandlerInterceptor counting() {
			return (events, chain) -> {
				this.intercepted.add(events.listener().id());
				chain.proceed(events);
			};
		}

		@Bean
		Far far() {
			return new Far();
		}

	}

	static class Far {

		final List<String> handled = new CopyOnWriteArrayList<>();

		// The same durable on both servers
		@JetStreamListener(id = "far", value = "auth.far.sent", durable = "analytics-far",
				containerFactory = "otherFactory")
		@JetStreamListener(id = "near", value = "auth.far.sent", durable = "analytics-far")
		void on(String name) {
			this.handled.add(name + " on " + Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizedContainers {

		final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		ListenerContainerCustomizer customizer() {
			return (container) -> {
				if (container.listener().id().equals("users-on")) {
					this.calls.add((container.declared().ackWait().toSeconds() == 20
							&& container.errorHandler() instanceof Errors) ? "customized" : "too early");
					container.setting("ack-wait", "3s")
						.errorHandler((events, failure) -> this.calls.add("instead of errors"));
				}
			};
		}

	}

	static class Noted {

		@JetStreamListener("auth.noted.*")
		void on(String name) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizedConsumers {

		@Bean
		ConsumerConfigurationCustomizer customizer() {
			return (listener, consumer) -> consumer.description("listens to " + listener.types())
				.maxAckPending(55)
				.metadata(Map.of("team", "growth"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DaringCustomizer {

		@Bean
		ConsumerConfigurationCustomizer customizer() {
			return new ConsumerConfigurationCustomizer() {

				@Override
				public void customize(ListenerDescription listener, ConsumerConfiguration.Builder configuration) {
					configuration.maxDeliver(3);
				}

				@Override
				public String toString() {
					return "daring";
				}

			};
		}

	}

}
