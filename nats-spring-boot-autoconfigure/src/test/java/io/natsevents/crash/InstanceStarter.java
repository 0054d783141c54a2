package io.natsevents.crash;

import java.util.List;

import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;
import io.natsevents.support.CrashingProxy;

/**
 * Starts an instance that ends without a warning.
 */
interface InstanceStarter {

	/** How many events a listener handles at a time. */
	int CONCURRENCY = 2;

	/**
	 * Instances in the JVM of the tests. They end as processes do in what the server and
	 * other instances see of it: nothing reaches the server any more, and what they knew
	 * is gone.
	 */
	InstanceStarter IN_THIS_JVM = (proxy, journal, listener) -> {
		BusApplication instance = CrashScene.application(
				BusApplication.at(proxy.url()).property("nats.jetstream.listener.concurrency", CONCURRENCY), journal,
				proxy::freeze);
		instance.listener(listener).start();
		return () -> {
			instance.die();
			instance.close();
		};
	};

	/**
	 * Instances in a JVM of their own, which is killed.
	 */
	InstanceStarter IN_ITS_OWN_JVM = (proxy, journal, listener) -> {
		ChildJvm instance = CrashInstance.start(proxy.url(), journal, CONCURRENCY, List.of(listener));
		return instance::kill;
	};

	/**
	 * Start an instance.
	 * @param proxy its way to the server
	 * @param journal is written by its handlers
	 * @param listener the listener it starts
	 * @return ends it, once the proxy is frozen
	 */
	Runnable start(CrashingProxy proxy, Journal journal, String listener);

}
