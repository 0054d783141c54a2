package io.natsevents.crash;

import io.natsevents.support.ChildJvm;
import io.natsevents.support.Link;

/**
 * Starts an instance that ends without a warning.
 */
interface InstanceStarter {

	/**
	 * Instances in the JVM of the tests. They end as processes do in what the server and
	 * other instances see of it: nothing reaches the server any more, and what they knew
	 * is gone.
	 */
	InstanceStarter IN_THIS_JVM = (link, journal, assignment) -> assignment.start(link.url(), journal, link::freeze);

	/**
	 * Instances in a JVM of their own, which is killed.
	 */
	InstanceStarter IN_ITS_OWN_JVM = (link, journal, assignment) -> {
		ChildJvm instance = CrashInstance.start(link.url(), journal, assignment);
		return instance::kill;
	};

	/**
	 * Start an instance.
	 * @param link its way to the server
	 * @param journal is written by its handlers
	 * @param assignment what it is to do
	 * @return ends it, once the link is frozen
	 */
	Runnable start(Link link, Journal journal, Assignment assignment);

}
