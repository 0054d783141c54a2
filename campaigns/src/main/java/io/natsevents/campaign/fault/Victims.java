package io.natsevents.campaign.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.fleet.Member;

/**
 * Whose links something is done to.
 */
enum Victims {

	/** All processes, and the bare client too. */
	ALL {
		@Override
		List<Member> of(Bus bus, RandomGenerator random) {
			List<Member> all = new ArrayList<>(bus.members());
			all.add(bus.bare());
			return all;
		}
	},

	/** One of those that publish. */
	PUBLISHER {
		@Override
		List<Member> of(Bus bus, RandomGenerator random) {
			return List.of(bus.publishers().get(random.nextInt(bus.publishers().size())));
		}
	},

	/** One of those that share events. */
	SHARING {
		@Override
		List<Member> of(Bus bus, RandomGenerator random) {
			return List.of(bus.sharing().get(random.nextInt(bus.sharing().size())));
		}
	},

	/** The one that handles events in the order of their keys. */
	KEYED {
		@Override
		List<Member> of(Bus bus, RandomGenerator random) {
			return List.of(bus.keyed());
		}
	};

	/**
	 * Find the processes.
	 */
	abstract List<Member> of(Bus bus, RandomGenerator random);

	static String names(List<Member> victims) {
		return String.join(", ", victims.stream().map(Member::name).toList());
	}

}
