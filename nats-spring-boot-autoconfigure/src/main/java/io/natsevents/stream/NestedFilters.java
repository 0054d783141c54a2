package io.natsevents.stream;

import io.nats.client.api.ServerInfo;

/**
 * Tells which servers deliver everything to a consumer one of whose filters continues
 * another, such as {@code auth.user.created} and {@code auth.user.created.*}.
 * <p>
 * Those before 2.12.5 pass over events of the shorter one (tried on 2.10.27; nats-server
 * issues 6824, 7336, 7713), so there nobody may ask like that.
 */
public final class NestedFilters {

	private static final String SINCE = "2.12.5";

	private NestedFilters() {
	}

	/**
	 * Tell whether a server may be asked with such filters.
	 * @param server the server the application is connected to; the others of its cluster
	 * are taken to be no older
	 * @return whether no event is passed over
	 */
	public static boolean areSafeOn(ServerInfo server) {
		return server.isSameOrNewerThanVersion(SINCE);
	}

	/**
	 * Refuse partitions on a server that would pass over events without a partition.
	 */
	static void requireSafe(StreamDefinition definition, ServerInfo server) {
		if (definition.settings().partitions() != null && !areSafeOn(server)) {
			throw new StreamProvisioningException(definition.name(), "Stream " + definition.name() + " declares "
					+ definition.settings().partitions() + " partitions, and nats-server " + server.getVersion()
					+ " passes over events of a consumer that asks for a subject with and without a partition, as"
					+ " every listener of the stream has to",
					"Run nats-server " + SINCE + " or newer, or take nats.jetstream.streams." + definition.name()
							+ ".partitions away",
					null);
		}
	}

}
