package io.natsevents.campaign.fault;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is done to links between clients and servers, and to clients at what they send.
 */
final class LinkFaults {

	private LinkFaults() {
	}

	static List<Fault> all() {
		return Stream
			.concat(CrashFaults.all().stream(), Stream.of(new HalfOpenLink(), new CutLink(), new DelayedLink()))
			.toList();
	}

}
