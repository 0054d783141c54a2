package io.natsevents.autoconfigure;

import java.time.Clock;
import java.util.function.Function;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterObserver;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.RedriveSettings;
import io.natsevents.deadletter.RedriveTarget;
import io.natsevents.deadletter.Redrives;
import io.natsevents.event.EventCodec;
import io.natsevents.listen.ConsumerConfigurationCustomizer;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.HandlerInterceptor;
import io.natsevents.listen.JetStreamListenerAnnotationBeanPostProcessor;
import io.natsevents.listen.JetStreamListenerContainerFactory;
import io.natsevents.listen.ListenerContainerCustomizer;
import io.natsevents.listen.ListenerEndpointFactory;
import io.natsevents.listen.ListenerMethodRegistrar;
import io.natsevents.listen.ListenerObserver;
import io.natsevents.listen.ListenerRedrive;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerSettingsResolver;
import io.natsevents.listen.ListenerThreads;
import io.natsevents.stream.ServiceStreams;
import io.natsevents.stream.StreamStartup;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.validation.Validator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for listeners.
 */
@AutoConfiguration(
		after = { StreamAutoConfiguration.class, EventAutoConfiguration.class, DeadLetterAutoConfiguration.class },
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnBean(ConnectionSupervisor.class)
public final class JetStreamListenerAutoConfiguration {

	JetStreamListenerAutoConfiguration() {
	}

	/**
	 * There even when nothing can handle events, so that listeners are refused and not
	 * overlooked.
	 */
	@Bean(JetStreamListenerAnnotationBeanPostProcessor.BEAN_NAME)
	@ConditionalOnMissingBean(name = JetStreamListenerAnnotationBeanPostProcessor.BEAN_NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static JetStreamListenerAnnotationBeanPostProcessor jetStreamListenerAnnotationBeanPostProcessor(
			ObjectProvider<ListenerMethodRegistrar> registrar) {
		return new JetStreamListenerAnnotationBeanPostProcessor(registrar);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ EventCodec.class, StreamStartup.class, DeadLetterParking.class })
	static class ListenerConfiguration {

		private final JetStreamProperties properties;

		ListenerConfiguration(JetStreamProperties properties) {
			this.properties = properties;
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnThreading(Threading.PLATFORM)
		ListenerThreads listenerThreads() {
			return ListenerThreads.onPlatformThreads();
		}

		@Bean(name = "listenerThreads")
		@ConditionalOnMissingBean
		@ConditionalOnThreading(Threading.VIRTUAL)
		ListenerThreads listenerThreadsVirtual() {
			return ListenerThreads.on(new VirtualThreadTaskExecutor("jetstream-handler-"));
		}

		@Bean
		@ConditionalOnMissingBean
		ListenerRegistry listenerRegistry(ListenerSettingsResolver settings) {
			return new ListenerRegistry(settings);
		}

		@Bean
		@ConditionalOnMissingBean(RedriveTarget.class)
		ListenerRedrive listenerRedrive(ListenerRegistry registry, ConnectionSupervisor connection) {
			return new ListenerRedrive(registry, connection);
		}

		@Bean
		@ConditionalOnMissingBean
		Redrives redrives(ConnectionSupervisor connection, EventCodec codec, RedriveTarget target,
				ObjectProvider<DeadLetterObserver> observers, Environment environment) {
			JetStreamProperties.DeadLetter deadLetter = this.properties.getDeadLetter();
			RedriveSettings settings = new PropertyCheck(environment).settings("nats.jetstream.dead-letter",
					() -> new RedriveSettings(ApplicationName.of(environment).orDefault(),
							this.properties.getPublisher().getTimeout(), deadLetter.getClaimTimeout(),
							deadLetter.isStackTrace(), this.properties.getListener().getShutdownTimeout()));
			return new Redrives(connection, codec, target, settings, Clock.systemUTC(),
					DeadLetterObserver.of(observers.orderedStream().toList()));
		}

		@Bean
		@ConditionalOnMissingBean
		JetStreamListenerContainerFactoryConfigurer jetStreamListenerContainerFactoryConfigurer(
				ListenerEndpointFactory endpoints, ConnectionSupervisor connection, DeadLetterParking parking,
				StreamStartup streams, EventCodec codec, ListenerThreads threads,
				ObjectProvider<ListenerObserver> observers, ObjectProvider<HandlerInterceptor> interceptors,
				ObjectProvider<ListenerContainerCustomizer> customizers,
				ObjectProvider<ConsumerConfigurationCustomizer> consumerCustomizers, Environment environment) {
			return new JetStreamListenerContainerFactoryConfigurer(
					new ConfiguredProvisioning(this.properties, environment).ofConsumers(), endpoints, connection,
					parking, streams, codec, threads, observers, interceptors, customizers, consumerCustomizers);
		}

		@Bean(JetStreamListenerContainerFactory.BEAN_NAME)
		@ConditionalOnMissingBean(name = JetStreamListenerContainerFactory.BEAN_NAME)
		JetStreamListenerContainerFactory jetStreamListenerContainerFactory(
				JetStreamListenerContainerFactoryConfigurer configurer) {
			return configurer.configure(JetStreamListenerContainerFactory.builder()).build();
		}

		@Bean
		@ConditionalOnMissingBean(ListenerSettingsResolver.class)
		ConfiguredListenerSettings listenerSettings(Environment environment) {
			return new ConfiguredListenerSettings(environment);
		}

		@Bean
		@ConditionalOnMissingBean
		ListenerEndpointFactory listenerEndpointFactory(ListenerSettingsResolver settings, Environment environment,
				StreamStartup streams) {
			return new ListenerEndpointFactory(ApplicationName.of(environment).configured(),
					this.properties.getSubjectNaming(), settings, streamOfService(streams));
		}

		private static Function<String, String> streamOfService(StreamStartup streams) {
			return (service) -> streams.streams()
				.collecting(service + ".>")
				.map((stream) -> stream.name())
				.orElseGet(() -> ServiceStreams.streamName(service));
		}

		@Bean
		@ConditionalOnMissingBean
		EventSubscriber eventSubscriber(
				@Qualifier(JetStreamListenerContainerFactory.BEAN_NAME) JetStreamListenerContainerFactory factory,
				ListenerRegistry registry) {
			return new EventSubscriber(factory, registry);
		}

		@Bean
		@ConditionalOnMissingBean
		ListenerMethodRegistrar listenerMethodRegistrar(ConfigurableBeanFactory beanFactory,
				@Qualifier(JetStreamListenerContainerFactory.BEAN_NAME) JetStreamListenerContainerFactory factory,
				ListenerRegistry registry, ObjectProvider<Validator> validator) {
			return new ListenerMethodRegistrar(beanFactory, factory, registry, validator.getIfUnique());
		}

	}

}
