package io.natsevents.listen;

import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.ProvisioningMode;
import io.natsevents.stream.ProvisioningSettings;

/**
 * What a container works with.
 *
 * @param provisioning how consumers are put on the server
 * @param connection leads to the server
 * @param codec reads the events
 * @param parking takes dead letters
 * @param serverReady whether NATS is there and has the streams this application declares;
 * only while an application starts without NATS it is not
 * @param streams tells of streams
 * @param threads look after claims and consumers
 * @param turns the turns of all handlers
 * @param handlers runs handlers
 * @param observer is told what becomes of deliveries
 * @param consumerCustomizers change the durable consumer before it is declared
 * @param partitions tells into how many partitions a stream is divided by the
 * configuration of this application
 * @param clock tells the time of failures
 */
record ListenerContainerDependencies(ProvisioningSettings provisioning, ConnectionSupervisor connection,
		EventCodec codec, DeadLetterParking parking, BooleanSupplier serverReady, StreamSnapshots streams,
		ListenerThreads threads, HandlingTurns turns, Executor handlers, ListenerObserver observer,
		List<ConsumerConfigurationCustomizer> consumerCustomizers, Function<String, OptionalInt> partitions,
		Clock clock) {

	ListenerContainerDependencies handledOn(Executor executor) {
		return new ListenerContainerDependencies(this.provisioning, this.connection, this.codec, this.parking,
				this.serverReady, this.streams, this.threads, this.turns, executor, this.observer,
				this.consumerCustomizers, this.partitions, this.clock);
	}

	/**
	 * For a replay: the consumer is made and looked after by whoever replays, what fails
	 * is parked as the listener's own, and the listener's observer is told nothing.
	 */
	ListenerContainerDependencies replaying(String liveDurable, ReplayInput input) {
		return new ListenerContainerDependencies(this.provisioning.withMode(ProvisioningMode.VERIFY), this.connection,
				this.codec, this.parking.ofReplay(liveDurable, input.id()), this.serverReady, this.streams,
				this.threads, this.turns, this.handlers, input.observer(), List.of(), this.partitions, this.clock);
	}

}
