package io.natsevents.support.hostile;

import java.util.random.RandomGenerator;

/**
 * Makes headers that tell the server something, or look as if they came from it.
 */
final class ForgedServerHeaders implements HostileGenerator {

	/**
	 * Not among them is {@code Nats-Expected-Last-Msg-Id}: one that does not match makes
	 * nats-server 2.15.1 refuse the message, and take nothing more for that stream if it
	 * has replicas. 2.10.27 does not.
	 */
	private static final String[] NAMES = { "Nats-Msg-Id", "Nats-Expected-Stream", "Nats-Expected-Last-Sequence",
			"Nats-Expected-Last-Subject-Sequence", "Nats-TTL", "Nats-Rollup", "Nats-Schedule", "Nats-Schedule-Target",
			"Nats-Schedule-TTL", "Nats-Batch-Id", "Nats-Batch-Sequence", "Nats-Batch-Commit", "Nats-Incr",
			"Nats-Counter-Sources", "Nats-Marker-Reason", "Nats-Required-Api-Level", "Nats-Stream", "Nats-Sequence",
			"Nats-Time-Stamp", "Nats-Subject", "Nats-Last-Sequence", "Nats-Num-Pending", "Nats-Stream-Source",
			"Nats-Msg-Size", "Nats-Response-Type", "Nats-Pending-Messages", "Nats-Last-Consumer",
			"Nats-Consumer-Stalled", "Nats-Service-Error", "Nats-Trace-Dest", "NATS-MSG-ID" };

	@Override
	public Draft next(EventForm form, RandomGenerator random) {
		StringBuilder lines = new StringBuilder();
		StringBuilder names = new StringBuilder();
		for (int i = random.nextInt(1, 4); i > 0; i--) {
			String name = HostileGenerator.one(random, NAMES);
			String value = HostileGenerator.one(random, "1", "0", "-1", "99999999999999999999", "sub", "all", "never",
					"1s", "OTHER", HostileTarget.STREAM, "@at 2020-01-01T00:00:00Z", "@every 1s", "MaxAge",
					"x".repeat(5000), "hostile-1", "+1");
			lines.append(name).append(": ").append(value).append("\r\n");
			names.append(name).append('=').append((value.length() > 30) ? "long" : value).append(' ');
		}
		Draft draft = form.draft(names.toString().strip());
		boolean good = random.nextBoolean();
		if (!good) {
			draft.body(HostileGenerator.one(random, "", "x", form.secret()));
		}
		return draft.headers(lines + "Authorization: Bearer " + form.secret() + "\r\n")
			.may(Fate.REFUSED, good ? Fate.HANDLED : Fate.MALFORMED);
	}

}
