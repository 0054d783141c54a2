package io.natsevents.listen;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.EventCodec;

/**
 * What a container works with.
 *
 * @param application name of this application
 * @param connection leads to the server
 * @param codec reads the events
 * @param parking takes dead letters
 * @param threads look after claims and consumers
 * @param handlers runs handlers
 * @param observer is told what becomes of deliveries
 * @param consumerCustomizers change the durable consumer before it is declared
 * @param clock tells the time of failures
 */
record ListenerContainerDependencies(String application, ConnectionSupervisor connection, EventCodec codec,
		DeadLetterParking parking, ListenerThreads threads, Executor handlers, ListenerObserver observer,
		List<ConsumerConfigurationCustomizer> consumerCustomizers, Clock clock) {

	ListenerContainerDependencies handledOn(Executor executor) {
		return new ListenerContainerDependencies(this.application, this.connection, this.codec, this.parking,
				this.threads, executor, this.observer, this.consumerCustomizers, this.clock);
	}

}
