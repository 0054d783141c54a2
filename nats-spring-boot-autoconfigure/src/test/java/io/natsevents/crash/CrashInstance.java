package io.natsevents.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.natsevents.support.BusApplication;
import io.natsevents.support.ChildJvm;

/**
 * An instance in a JVM of its own.
 */
final class CrashInstance {

	private static final int EXIT_CODE = 137;

	private CrashInstance() {
	}

	/**
	 * Start the instance.
	 * @param arguments URL of the server, directory of the journal, listeners to start
	 * separated by commas, and properties as {@code name=value}
	 */
	public static void main(String[] arguments) {
		BusApplication.Builder application = BusApplication.at(arguments[0])
			.property("nats.jetstream.listener.auto-startup", "false")
			.bean(new CrashListeners(new Journal(Path.of(arguments[1])), () -> Runtime.getRuntime().halt(EXIT_CODE)));
		for (String property : List.of(arguments).subList(3, arguments.length)) {
			int equals = property.indexOf('=');
			application.property(property.substring(0, equals), property.substring(equals + 1));
		}
		BusApplication started = application.start();
		for (String listener : arguments[2].split(",")) {
			started.listener(listener).start();
		}
		ChildJvm.lastAsLongAsParent();
	}

	/**
	 * Start it in a JVM of its own.
	 */
	static ChildJvm start(String url, Path log, Journal journal, String listeners, Map<String, String> properties) {
		List<String> arguments = new ArrayList<>(List.of(url, journal.directory().toString(), listeners));
		properties.forEach((name, value) -> arguments.add(name + "=" + value));
		return ChildJvm.start(CrashInstance.class, log, List.of(), arguments);
	}

}
