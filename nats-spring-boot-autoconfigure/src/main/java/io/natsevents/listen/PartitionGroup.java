package io.natsevents.listen;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What the container of one partition has in common with those of the others.
 *
 * @param partition the partition
 * @param shared what they share
 * @param changed is told of a new phase
 * @param fatal is told of a failure
 */
record PartitionGroup(Partition partition, SharedWork shared, BooleanSupplier changed,
		Consumer<Throwable> fatal) implements ContainerGroup {

	@Override
	public String suffix() {
		return "-p" + this.partition.number();
	}

	@Override
	public OutageProbe probe() {
		return this.shared.probe();
	}

	@Override
	public long busyNanos() {
		return this.shared.handlers().allBusyNanos();
	}

	@Override
	public boolean sharesHandlers() {
		return true;
	}

	@Override
	public @Nullable ObservationTurns observationTurns() {
		return this.shared.observation();
	}

	@Override
	public void started(ListenerEndpoint endpoint) {
		ListenerContainer.logger
			.debug("Listener " + endpoint.id() + " handles " + this.partition + " as durable " + endpoint.durable());
	}

	@Override
	public void withdrawn() {
		this.shared.withdrawn();
	}

	@Override
	public boolean hasChanged() {
		return this.changed.getAsBoolean();
	}

	@Override
	public void failed(Throwable failure) {
		this.fatal.accept(failure);
	}

}
