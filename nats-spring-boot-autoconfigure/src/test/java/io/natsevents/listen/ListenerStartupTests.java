package io.natsevents.listen;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import jakarta.validation.Valid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.AliasFor;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is found out about listeners when an application starts.
 */
@NatsServerTest
class ListenerStartupTests {

	@BeforeEach
	void allowSpringToReportFailedStarts(Leftovers leftovers) {
		leftovers.allowErrors("Application run failed").allowErrors("APPLICATION FAILED TO START");
	}

	static List<Arguments> mistakes() {
		return List.of(Arguments.of(new WrongReturnType(), "wrongReturnType.on", "it returns java.lang.String"),
				Arguments.of(new Asynchronous(), "asynchronous.on", "it is @Async"),
				Arguments.of(new TwoTypes(), "twoTypes.on", "ask for the data both as"),
				Arguments.of(new NoTypes(), "noTypes.on", "it names no event type"),
				Arguments.of(new BadPattern(), "badPattern.on", "auth..created"),
				Arguments.of(new TwoServices(), "twoServices.on", "services [auth, catalog]"),
				Arguments.of(new BadAckWait(), "badAckWait.on", "its ack-wait cannot be read from {ack-wait=soon}"),
				Arguments.of(new BadVersion(), "badVersion.on", "version 'one' is not a major version"),
				Arguments.of(new BadDurable(), "badDurable.on", "durable 'a.b' may contain"),
				Arguments.of(new TooConcurrent(), "tooConcurrent.on", "max-in-flight 500 must not be less than"),
				Arguments.of(new DuplicateId(), "twice", "there is another listener of this id"),
				Arguments.of(new DuplicateDurable(), "duplicateDurable-second", "it has the same durable 'shared'"),
				Arguments.of(new BadStreamName(), "badStreamName-on", "stream 'AUTH EVENTS'"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void mistakeFailsTheStartAndNamesTheListener(Object bean, String listener, String problem, NatsServer server) {
		assertThat(startFailure(BusApplication.on(server).bean(bean)))
			.isInstanceOf(ListenerConfigurationException.class)
			.hasMessageStartingWith("Listener " + listener + ": ")
			.hasMessageContaining(problem);
	}

	@Test
	void placeholderThatNobodyResolvesFailsTheStart(NatsServer server) {
		assertThat(startFailure(BusApplication.on(server).bean(new UnknownPlaceholder())))
			.hasMessageContaining("nobody.knows.this");
	}

	@Test
	void expressionThatCannotBeEvaluatedFailsTheStart(NatsServer server) {
		assertThat(startFailure(BusApplication.on(server).bean(new BadExpression())))
			.hasMessageContaining("unknownBean");
	}

	@Test
	void proxyThatDoesNotExposeTheMethodFailsTheStart(NatsServer server) {
		assertThat(startFailure(BusApplication.on(server).configuration(HidingProxy.class)))
			.isInstanceOf(ListenerConfigurationException.class)
			.hasMessageContaining("Listener hidden.on: its bean is a JDK proxy that does not expose the method");
	}

	@Test
	void missingStreamFailsTheStartWhenItIsToldTo(NatsServer server) {
		assertThat(startFailure(BusApplication.on(server)
			.bean(new NoStream())
			.property("nats.jetstream.listener.missing-stream", "fail"))).isInstanceOf(MissingStreamException.class)
			.hasMessage("Stream CATALOG_EVENTS of listener noStream-on does not exist");
	}

	@Test
	void validationWithoutAValidatorFailsTheStart(NatsServer server) {
		assertThat(startFailure(BusApplication.on(server)
			.bean(new Validated())
			.property("spring.autoconfigure.exclude",
					"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")))
			.hasMessageStartingWith("Listener validated.on: it asks for validation, but there is no Validator");
	}

	@Test
	void consumerOfAnotherKindFailsTheStartAndTheListenersBeforeItAreStopped(NatsServer server) throws Exception {
		try (BusApplication owner = BusApplication.on(server).start()) {
			create(owner, "push",
					ConsumerConfiguration.builder().deliverSubject("there").ackPolicy(AckPolicy.Explicit));
			create(owner, "unacknowledged", ConsumerConfiguration.builder().ackPolicy(AckPolicy.None));
			// That nothing of the first listener is left is checked after each test
			assertThat(startFailure(BusApplication.on(server).bean(new PushConsumer())))
				.isInstanceOf(ListenerConfigurationException.class)
				.hasMessageContaining("deliver subject: there -> ");
			assertThat(startFailure(BusApplication.on(server).bean(new UnacknowledgedConsumer())))
				.isInstanceOf(ListenerConfigurationException.class)
				.hasMessageContaining("acknowledgement policy: none -> explicit");
		}
	}

	@Test
	void listenerSubscribedLateThatCannotStartLeavesItsIdFree(NatsServer server) throws Exception {
		try (BusApplication application = BusApplication.on(server).start()) {
			create(application, "late-push",
					ConsumerConfiguration.builder().deliverSubject("there").ackPolicy(AckPolicy.Explicit));
			ListenerDefinition<String> definition = ListenerDefinition.of("late", String.class, "auth.late.sent");
			assertThat(catchThrowable(
					() -> application.subscriber().subscribe(definition.durable("late-push"), (event, context) -> {
					})))
				.isInstanceOf(ListenerConfigurationException.class);
			ListenerHandle handle = application.subscriber().subscribe(definition, (event, context) -> {
			});
			assertThat(handle.durable()).isEqualTo("analytics-late");
		}
	}

	@Test
	void everyAttributeTakesPlaceholdersAndExpressions(NatsServer server) {
		try (BusApplication application = BusApplication.on(server)
			.property("my.types", "auth.every.one, auth.every.two")
			.property("my.id", "every")
			.property("my.number", "3")
			.bean(new EveryAttribute())
			.start()) {
			ListenerEndpoint endpoint = endpoint(application, "every");
			assertThat(endpoint.subjects()).containsExactly("auth.every.one.v3", "auth.every.three.v3",
					"auth.every.two.v3");
			assertThat(endpoint.stream()).isEqualTo("AUTH_EVENTS");
			assertThat(endpoint.durable()).isEqualTo("durable-every");
			assertThat(endpoint.version()).isEqualTo(3);
			ListenerSettings settings = endpoint.settings();
			assertThat(settings.concurrency()).isEqualTo(6);
			assertThat(settings.ackMode()).isEqualTo(AckMode.MANUAL);
			assertThat(settings.confirmAcks()).isTrue();
			assertThat(settings.ackWait()).hasSeconds(3);
			assertThat(settings.extendAckWait()).isTrue();
			assertThat(settings.retry().maxRetries()).isEqualTo(3);
			assertThat(settings.autoStartup()).isFalse();
			assertThat(application.listener("every").state().phase()).isEqualTo(ListenerState.Phase.STOPPED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "layeredBean-on", "layered-bean-on", "layeredBeanOn", "layeredbeanon", "layered_bean_on",
			"LAYERED_BEAN_ON", "[layeredBean-on]" })
	void attributeWinsOverTheListenersEntryAndThatOverTheDefault(String key, NatsServer server) {
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "11s")
			.property("nats.jetstream.listener.max-ack-pending", "11")
			.property("nats.jetstream.listener.concurrency", "11")
			.property("nats.jetstream.listeners" + (key.startsWith("[") ? key : "." + key) + ".concurrency", "12")
			.property("nats.jetstream.listeners" + (key.startsWith("[") ? key : "." + key) + ".ack-wait", "12s")
			.bean(new LayeredBean())
			.start()) {
			ListenerSettings settings = endpoint(application, "layeredBean-on").settings();
			assertThat(settings.ackWait()).hasSeconds(13);
			assertThat(settings.concurrency()).isEqualTo(12);
			assertThat(settings.maxAckPending()).isEqualTo(11);
		}
	}

	@Test
	void repeatedAnnotationsAreListenersOfTheirOwn(NatsServer server) {
		Repeated repeated = new Repeated();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.services", "auth,catalog")
			.bean(repeated)
			.start()) {
			assertThat(application.listener("repeated-on").stream()).isEqualTo("AUTH_EVENTS");
			assertThat(application.listener("repeated-on-2").stream()).isEqualTo("CATALOG_EVENTS");
			application.publisher().publish(Event.of("auth.repeated.sent", "one"));
			application.publisher().publish(Event.of("catalog.repeated.sent", "two"));
			await().until(() -> repeated.received.size() == 2);
			await().until(() -> application.isDone("repeated-on") && application.isDone("repeated-on-2"));
		}
	}

	@Test
	void annotationOfTheApplicationIsAListener(NatsServer server) {
		Composed composed = new Composed();
		try (BusApplication application = BusApplication.on(server).bean(composed).start()) {
			assertThat(endpoint(application, "by-alias").settings().concurrency()).isEqualTo(4);
			application.publisher().publish(Event.of("auth.composed.sent", "one"));
			await().until(() -> composed.received.equals(List.of("one")));
			await().until(() -> application.isDone("by-alias"));
		}
	}

	@Test
	void inheritedAndBridgedMethodsAreListenersOnce(NatsServer server) {
		Inheriting inheriting = new Inheriting();
		try (BusApplication application = BusApplication.on(server).bean(inheriting).start()) {
			assertThat(application.bean(ListenerRegistry.class).all()).extracting(ListenerHandle::id)
				.containsExactlyInAnyOrder("inheriting-handle", "inheriting-inherited");
			application.publisher().publish(Event.of("auth.bridge.sent", "one"));
			application.publisher().publish(Event.of("auth.inherited.sent", "two"));
			await().until(() -> inheriting.received.size() == 2);
			await().until(() -> application.isDone("inheriting-handle") && application.isDone("inheriting-inherited"));
		}
	}

	@Test
	void lazyBeanListensOnceItIsThere(NatsServer server) {
		try (BusApplication application = BusApplication.on(server).configuration(LateBeans.class).start()) {
			ListenerRegistry registry = application.bean(ListenerRegistry.class);
			assertThat(registry.find("lazy-on")).isEmpty();
			LateBeans.LazyListener lazy = application.bean(LateBeans.LazyListener.class);
			application.publisher().publish(Event.of("auth.lazy.sent", "one"));
			await().until(() -> lazy.received.size() == 1);
			await().until(() -> application.isDone("lazy-on"));
		}
	}

	@Test
	void secondInstanceOfAPrototypeIsRefused(NatsServer server) {
		try (BusApplication application = BusApplication.on(server).configuration(LateBeans.class).start()) {
			application.bean(LateBeans.PrototypeListener.class);
			assertThat(application.listener("prototype-on").state().phase().isExpected()).isTrue();
			assertThat(catchThrowable(() -> application.bean(LateBeans.PrototypeListener.class)))
				.hasStackTraceContaining("Listener prototype-on: there is another listener of this id");
		}
	}

	@Test
	void targetOfAScopedProxyIsNotASecondListener(NatsServer server) {
		try (BusApplication application = BusApplication.on(server).configuration(LateBeans.class).start()) {
			// Spring makes the proxy when somebody asks for it
			application.bean(LateBeans.ScopedListener.class);
			application.publisher().publish(Event.of("auth.scoped.sent", "one"));
			await().until(() -> LateBeans.ScopedListener.RECEIVED.size() == 1);
			await().until(() -> application.isDone("scoped-on"));
			assertThat(application.bean(ListenerRegistry.class).all()).extracting(ListenerHandle::id)
				.containsExactly("scoped-on");
		}
	}

	private static ListenerEndpoint endpoint(BusApplication application, String id) {
		return ((RegisteredListener) application.listener(id)).endpoint();
	}

	private static void create(BusApplication application, String durable, ConsumerConfiguration.Builder consumer)
			throws IOException, JetStreamApiException {
		application.management().createConsumer("AUTH_EVENTS", consumer.durable(durable).build());
	}

	private static Throwable startFailure(BusApplication.Builder application) {
		Throwable failure = catchThrowable(() -> application.start().close());
		assertThat(failure).as("the start must fail").isNotNull();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ListenerConfigurationException || cause instanceof MissingStreamException) {
				return cause;
			}
		}
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

	static class WrongReturnType {

		@JetStreamListener("auth.a.b")
		String on(String data) {
			return data;
		}

	}

	static class Asynchronous {

		@Async
		@JetStreamListener("auth.a.b")
		void on(String data) {
		}

	}

	static class TwoTypes {

		@JetStreamListener("auth.a.b")
		void on(String data, Event<Integer> event) {
		}

	}

	static class NoTypes {

		@JetStreamListener
		void on(String data) {
		}

	}

	static class BadPattern {

		@JetStreamListener("auth..created")
		void on(String data) {
		}

	}

	static class TwoServices {

		@JetStreamListener({ "auth.a.b", "catalog.a.b" })
		void on(String data) {
		}

	}

	static class BadAckWait {

		@JetStreamListener(value = "auth.a.b", ackWait = "soon")
		void on(String data) {
		}

	}

	static class BadVersion {

		@JetStreamListener(value = "auth.a.b", version = "one")
		void on(String data) {
		}

	}

	static class BadDurable {

		@JetStreamListener(value = "auth.a.b", durable = "a.b")
		void on(String data) {
		}

	}

	static class TooConcurrent {

		@JetStreamListener(value = "auth.a.b", concurrency = "501")
		void on(String data) {
		}

	}

	static class DuplicateId {

		@JetStreamListener(value = "auth.a.b", id = "twice", durable = "one")
		void first(String data) {
		}

		@JetStreamListener(value = "auth.a.b", id = "twice", durable = "two")
		void second(String data) {
		}

	}

	static class DuplicateDurable {

		@JetStreamListener(value = "auth.a.b", id = "duplicateDurable-first", durable = "shared")
		@JetStreamListener(value = "auth.a.b", id = "duplicateDurable-second", durable = "shared")
		void on(String data) {
		}

	}

	static class BadStreamName {

		@JetStreamListener(value = "auth.a.b", stream = "AUTH EVENTS")
		void on(String data) {
		}

	}

	static class UnknownPlaceholder {

		@JetStreamListener("${nobody.knows.this}")
		void on(String data) {
		}

	}

	static class BadExpression {

		@JetStreamListener("#{@unknownBean.types}")
		void on(String data) {
		}

	}

	static class NoStream {

		@JetStreamListener("catalog.a.b")
		void on(String data) {
		}

	}

	static class Validated {

		@JetStreamListener("auth.a.b")
		void on(@Valid String data) {
		}

	}

	static class PushConsumer {

		@JetStreamListener(value = "auth.a.b", id = "works")
		@JetStreamListener(value = "auth.a.b", durable = "push")
		void on(String data) {
		}

	}

	static class UnacknowledgedConsumer {

		@JetStreamListener(value = "auth.a.b", id = "works")
		@JetStreamListener(value = "auth.a.b", durable = "unacknowledged")
		void on(String data) {
		}

	}

	static class EveryAttribute {

		public List<String> types() {
			return List.of("auth.every.three");
		}

		@JetStreamListener(types = { "${my.types}", "#{@everyAttribute.types()}" }, id = "${my.id}",
				stream = "#{'auth_events'.toUpperCase()}", durable = "durable-${my.id}", version = "${my.number}",
				concurrency = "#{ ${my.number} * 2 }", ackMode = "#{'manual'}", confirmAcks = "#{1 < 2}",
				ackWait = "${my.number}s", extendAckWait = "${my.unknown:true}", maxRetries = "${my.number}",
				autoStartup = "#{false}")
		void on(String data) {
		}

	}

	static class LayeredBean {

		@JetStreamListener(value = "auth.a.b", ackWait = "13s")
		void on(String data) {
		}

	}

	static class Repeated {

		final List<String> received = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.repeated.sent")
		@JetStreamListener("catalog.repeated.sent")
		void on(String data) {
			this.received.add(data);
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@JetStreamListener(id = "by-alias")
	@interface BusyListener {

		@AliasFor(annotation = JetStreamListener.class, attribute = "types")
		String[] types();

		@AliasFor(annotation = JetStreamListener.class, attribute = "concurrency")
		String threads() default "4";

	}

	static class Composed {

		final List<String> received = new CopyOnWriteArrayList<>();

		@BusyListener(types = "auth.composed.sent")
		void on(String data) {
			this.received.add(data);
		}

	}

	interface Handles<T> {

		void handle(T data);

	}

	static class Parent {

		final List<String> received = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.inherited.sent")
		void inherited(String data) {
			this.received.add(data);
		}

	}

	static class Inheriting extends Parent implements Handles<String> {

		@Override
		@JetStreamListener("auth.bridge.sent")
		public void handle(String data) {
			this.received.add(data);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingProxy {

		@Bean
		Runnable hidden() {
			ProxyFactory proxy = new ProxyFactory(new Hidden());
			proxy.setInterfaces(Runnable.class);
			return (Runnable) proxy.getProxy();
		}

		static class Hidden implements Runnable {

			@Override
			public void run() {
			}

			@JetStreamListener("auth.a.b")
			void on(String data) {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LateBeans {

		@Bean
		@Lazy
		LazyListener lazy() {
			return new LazyListener();
		}

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		PrototypeListener prototype() {
			return new PrototypeListener();
		}

		@Bean
		@Scope(scopeName = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
		ScopedListener scoped() {
			return new ScopedListener();
		}

		static class LazyListener {

			final List<String> received = new CopyOnWriteArrayList<>();

			@JetStreamListener("auth.lazy.sent")
			void on(String data) {
				this.received.add(data);
			}

		}

		static class PrototypeListener {

			@JetStreamListener("auth.prototype.sent")
			void on(String data) {
			}

		}

		static class ScopedListener {

			static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

			@JetStreamListener("auth.scoped.sent")
			void on(String data) {
				RECEIVED.add(data);
			}

		}

	}

}
