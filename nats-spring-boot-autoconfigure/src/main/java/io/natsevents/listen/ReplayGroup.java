package io.natsevents.listen;

/**
 * A container of a replay, which has nothing in common with its listener's own.
 *
 * @param replay id of the replay
 * @param selection which messages it takes
 */
record ReplayGroup(String replay, DeliverySelection selection) implements ContainerGroup {

	@Override
	public String suffix() {
		return "-replay-" + this.replay;
	}

}
