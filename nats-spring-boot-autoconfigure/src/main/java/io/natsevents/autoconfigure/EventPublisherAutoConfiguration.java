package io.natsevents.autoconfigure;

import java.util.List;
import java.util.stream.StreamSupport;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.event.EventCodec;
import io.natsevents.publish.DeclaredSubjects;
import io.natsevents.publish.DirectEventPublisher;
import io.natsevents.publish.EventPublisher;
import io.natsevents.publish.OrganizationResolver;
import io.natsevents.publish.PublishInterceptor;
import io.natsevents.publish.PublishObserver;
import io.natsevents.publish.PublishRetry;
import io.natsevents.publish.PublishThreads;
import io.natsevents.publish.PublisherSettings;
import io.natsevents.stream.StreamStartup;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for publishing events.
 */
@AutoConfiguration(after = { StreamAutoConfiguration.class, EventAutoConfiguration.class })
@ConditionalOnBean({ ConnectionSupervisor.class, EventCodec.class, StreamStartup.class })
public final class EventPublisherAutoConfiguration {

	private final JetStreamProperties properties;

	EventPublisherAutoConfiguration(JetStreamProperties properties) {
		this.properties = properties;
	}

	@Bean
	@ConditionalOnMissingBean
	PublishThreads publishThreads() {
		return new PublishThreads();
	}

	@Bean
	@ConditionalOnMissingBean(EventPublisher.class)
	DirectEventPublisher directEventPublisher(ConnectionSupervisor connection, EventCodec codec, PublishThreads threads,
			StreamStartup streams, ObjectProvider<OrganizationResolver> organizationResolver,
			ObjectProvider<PublishObserver> observers, ObjectProvider<PublishInterceptor> interceptors,
			Environment environment) {
		return new DirectEventPublisher(connection, codec, settings(environment),
				organizationResolver.getIfAvailable(() -> (event) -> null), threads, new StartedStreams(streams),
				PublishObserver.of(observers.orderedStream().toList()), interceptors.orderedStream().toList());
	}

	private PublisherSettings settings(Environment environment) {
		JetStreamProperties.Publisher publisher = this.properties.getPublisher();
		String application = ApplicationName.of(environment).configured();
		String source = (application != null) ? "urn:service:" + application : null;
		PropertyCheck check = new PropertyCheck(environment);
		PublishRetry retry = check.settings("nats.jetstream.publisher.retry", () -> retry(publisher.getRetry()));
		return check.settings("nats.jetstream.publisher",
				() -> new PublisherSettings(source, publisher.getDefaultOrganization(),
						this.properties.getSubjectNaming(), publisher.getTimeout(), retry, publisher.getMaxInFlight(),
						publisher.getContentMode()));
	}

	private static PublishRetry retry(JetStreamProperties.PublishRetry retry) {
		return new PublishRetry(retry.getMaxRetries(),
				new ExponentialDelays(retry.getDelay(), retry.getMultiplier(), retry.getMaxDelay()), retry.getJitter(),
				retry.getMaxDuration());
	}

	/**
	 * The streams as the start has come to know them.
	 */
	private record StartedStreams(StreamStartup startup) implements DeclaredSubjects {

		@Override
		public List<String> describe() {
			return StreamSupport.stream(this.startup.streams().spliterator(), false)
				.map((stream) -> stream.name() + " " + stream.subjects())
				.toList();
		}

		@Override
		public boolean isAwaited(String subject) {
			return !this.startup.isInPlace() && this.startup.streams().collecting(subject).isPresent();
		}

		@Override
		public @Nullable String refusal(String subject) {
			return this.startup.partitionProblem(subject);
		}

		@Override
		public int partitions(String subject) {
			return this.startup.streams().partitions(subject);
		}

	}

}
