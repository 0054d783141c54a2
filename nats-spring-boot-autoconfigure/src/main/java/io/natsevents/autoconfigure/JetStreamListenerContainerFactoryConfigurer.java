package io.natsevents.autoconfigure;

import java.util.List;
import java.util.OptionalInt;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.EventCodec;
import io.natsevents.listen.ConsumerConfigurationCustomizer;
import io.natsevents.listen.HandlerInterceptor;
import io.natsevents.listen.HandlingTurns;
import io.natsevents.listen.JetStreamListenerContainerFactory;
import io.natsevents.listen.ListenerContainerCustomizer;
import io.natsevents.listen.ListenerEndpointFactory;
import io.natsevents.listen.ListenerObserver;
import io.natsevents.listen.ListenerThreads;
import io.natsevents.stream.DeclaredStream;
import io.natsevents.stream.ProvisioningSettings;
import io.natsevents.stream.StreamStartup;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Gives a container factory of the application everything the default one has:
 * connection, codec, threads, turns, meters, interceptors, customizers, and all settings
 * of {@code nats.jetstream.listener} and {@code nats.jetstream.listeners}.
 */
public final class JetStreamListenerContainerFactoryConfigurer {

	private final ProvisioningSettings provisioning;

	private final ListenerEndpointFactory endpoints;

	private final ConnectionSupervisor connection;

	private final DeadLetterParking parking;

	private final StreamStartup streams;

	private final EventCodec codec;

	private final ListenerThreads threads;

	private final HandlingTurns turns = new HandlingTurns();

	private final ListenerObserver observer;

	private final List<HandlerInterceptor> interceptors;

	private final List<ListenerContainerCustomizer> customizers;

	private final List<ConsumerConfigurationCustomizer> consumerCustomizers;

	JetStreamListenerContainerFactoryConfigurer(ProvisioningSettings provisioning, ListenerEndpointFactory endpoints,
			ConnectionSupervisor connection, DeadLetterParking parking, StreamStartup streams, EventCodec codec,
			ListenerThreads threads, ObjectProvider<ListenerObserver> observers,
			ObjectProvider<HandlerInterceptor> interceptors, ObjectProvider<ListenerContainerCustomizer> customizers,
			ObjectProvider<ConsumerConfigurationCustomizer> consumerCustomizers) {
		this.provisioning = provisioning;
		this.endpoints = endpoints;
		this.connection = connection;
		this.parking = parking;
		this.streams = streams;
		this.codec = codec;
		this.threads = threads;
		this.observer = ListenerObserver.of(observers.orderedStream().toList());
		this.interceptors = interceptors.orderedStream().toList();
		this.customizers = customizers.orderedStream().toList();
		this.consumerCustomizers = consumerCustomizers.orderedStream().toList();
	}

	/**
	 * Set everything. What is set on the builder afterwards wins.
	 * @param builder the builder to configure
	 * @return the builder
	 */
	public JetStreamListenerContainerFactory.Builder configure(JetStreamListenerContainerFactory.Builder builder) {
		return builder.provisioning(this.provisioning)
			.endpoints(this.endpoints)
			.connection(this.connection, this.parking)
			.serverReady(this.streams::isInPlace)
			.codec(this.codec)
			.threads(this.threads)
			.turns(this.turns)
			.observer(this.observer)
			.interceptors(this.interceptors)
			.customizers(this.customizers)
			.consumerCustomizers(this.consumerCustomizers)
			.partitions(this::partitions);
	}

	private OptionalInt partitions(String stream) {
		int partitions = this.streams.streams().named(stream).map(DeclaredStream::partitions).orElse(0);
		return (partitions > 0) ? OptionalInt.of(partitions) : OptionalInt.empty();
	}

}
