package io.natsevents.crash;

import java.nio.file.Path;
import java.util.Map;

import io.natsevents.support.BusApplication;
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
	InstanceStarter IN_THIS_JVM = (proxy, directory, listener, properties) -> {
		BusApplication.Builder application = BusApplication.at(proxy.url())
			.property("nats.jetstream.listener.auto-startup", "false")
			.bean(new CrashListeners(new Journal(directory), proxy::freeze));
		properties.forEach(application::property);
		BusApplication started = application.start();
		started.listener(listener).start();
		return () -> {
			started.die();
			started.close();
		};
	};

	/**
	 * Instances in a JVM of their own, which is killed.
	 */
	InstanceStarter IN_ITS_OWN_JVM = (proxy, directory, listener, properties) -> {
		ChildJvm started = CrashInstance.start(proxy.url(), directory.resolveSibling("instance.log"),
				new Journal(directory), listener, properties);
		return started::kill;
	};

	/**
	 * Start an instance.
	 * @param proxy its way to the server
	 * @param journal directory its handlers write to
	 * @param listener the listener it starts
	 * @param properties its properties
	 * @return ends it, when the proxy is frozen
	 */
	Runnable start(CrashingProxy proxy, Path journal, String listener, Map<String, String> properties);

}
