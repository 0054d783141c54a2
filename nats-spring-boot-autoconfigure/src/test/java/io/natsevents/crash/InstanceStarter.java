package io.natsevents.crash;

import io.natsevents.support.ChildJvm;
import io.natsevents.support.CrashingProxy;

/**
 * Starts an instance that ends without a warning.
 */
interface InstanceStarter {

	/**
	 * Instances in the JVM of the tests. They end as processes do in what the server and
	 * other instances see of it: nothing reaches the server any more, and what they knew
	 * is gone.
	 */
	InstanceStarter IN_THIS_JVM = (proxy, journal, assignment) -> assignment.start(proxy.url(), journal, proxy::freeze);

	/**
	 * Instances in a JVM of their own, which is killed.
	 */
	InstanceStarter IN_ITS_OWN_JVM = (proxy, journal, assignment) -> {
		ChildJvm instance = CrashInstance.start(proxy.url(), journal, assignment);
		return instance::kill;
	};

	/**
	 * Start an instance.
	 * @param proxy its way to the server
	 * @param journal is written by its handlers
	 * @param assignment what it is to do
	 * @return ends it, once the proxy is frozen
	 */
	Runnable start(CrashingProxy proxy, Journal journal, Assignment assignment);

}
