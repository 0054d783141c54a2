package io.natsevents.campaign.fault;

import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;
import io.natsevents.test.NatsServer;

/**
 * Something of the bus that one node leads.
 */
enum Leader {

	/** The stream that the bare client uses as well. */
	STREAM {
		@Override
		NatsServer find(Bus bus, RandomGenerator random) {
			return bus.cluster().streamLeader(Workload.ORDERS.stream());
		}
	},

	/** The consumer that several processes share without an order. */
	CONSUMER {
		@Override
		NatsServer find(Bus bus, RandomGenerator random) {
			return bus.cluster().consumerLeader(Workload.ORDERS.stream(), bus.durable(Workload.ORDERS));
		}
	},

	/** The consumer of the process that keeps the order of its keys. */
	KEY_CONSUMER {
		@Override
		NatsServer find(Bus bus, RandomGenerator random) {
			return bus.cluster().consumerLeader(Workload.ITEMS.stream(), bus.durable(Workload.ITEMS));
		}
	},

	/** The consumer of one partition of a stream whose order several processes keep. */
	PARTITION_CONSUMER {
		@Override
		NatsServer find(Bus bus, RandomGenerator random) {
			return bus.cluster()
				.consumerLeader(Workload.TASKS.stream(), bus.durable(random.nextInt(Workload.PARTITIONS)));
		}
	},

	/** The cluster itself. */
	META {
		@Override
		NatsServer find(Bus bus, RandomGenerator random) {
			return bus.cluster().metaLeader();
		}
	};

	/**
	 * Find the node that leads it, waiting for an election if there is one.
	 * @param bus the bus
	 * @param random decides between several of a kind
	 */
	abstract NatsServer find(Bus bus, RandomGenerator random);

}
