package io.natsevents.campaign.fault;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.support.Crash;

/**
 * A step between two others at which a process is killed.
 *
 * @param name says what had been done and what had not
 * @param workload what it works on
 * @param kind what has it reach the step
 * @param crash makes what waits for a process to reach it
 */
record CrashStep(String name, Workload workload, Kind kind, CrashMaker crash) {

	Crash toCrash() {
		return this.crash.make(toString());
	}

	@Override
	public String toString() {
		return this.name + " of " + this.workload;
	}

	/**
	 * Makes what waits for a process to reach a step.
	 */
	interface CrashMaker {

		/**
		 * Make it anew, since it is reached once.
		 * @param description names the step
		 */
		Crash make(String description);

	}

}
