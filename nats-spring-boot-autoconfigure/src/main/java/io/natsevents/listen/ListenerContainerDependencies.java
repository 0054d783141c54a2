package io.natsevents.listen;

import java.time.Clock;
import java.util.function.BooleanSupplier;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.EventCodec;
import io.natsevents.stream.ProvisioningSettings;

/**
 * What every container works with.
 *
 * @param provisioning how consumers are put on the server
 * @param connection leads to the server
 * @param codec reads the events
 * @param parking takes dead letters
 * @param serverReady whether NATS is there and has the streams this application declares;
 * only while an application starts without NATS it is not
 * @param threads run handlers and look after claims
 * @param observer is told what becomes of deliveries
 * @param clock tells the time of failures
 */
public record ListenerContainerDependencies(ProvisioningSettings provisioning, ConnectionSupervisor connection,
		EventCodec codec, DeadLetterParking parking, BooleanSupplier serverReady, ListenerThreads threads,
		ListenerObserver observer, Clock clock) {
}
