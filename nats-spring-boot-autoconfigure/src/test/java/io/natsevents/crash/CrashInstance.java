package io.natsevents.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
	 * @param arguments URL of the server, directory of the journal, how many events each
	 * listener handles at a time, listeners to start
	 */
	public static void main(String[] arguments) {
		BusApplication.Builder application = BusApplication.at(arguments[0])
			.property("nats.jetstream.listener.concurrency", arguments[2]);
		BusApplication instance = CrashScene.application(application, new Journal(Path.of(arguments[1])),
				() -> Runtime.getRuntime().halt(EXIT_CODE));
		for (String listener : List.of(arguments).subList(3, arguments.length)) {
			instance.listener(listener).start();
		}
		ChildJvm.lastAsLongAsParent();
	}

	/**
	 * Start an instance in a JVM of its own.
	 * @param options options of the JVM
	 */
	static ChildJvm start(String url, Journal journal, int concurrency, List<String> listeners, String... options) {
		List<String> arguments = new ArrayList<>(
				List.of(url, journal.directory().toString(), Integer.toString(concurrency)));
		arguments.addAll(listeners);
		Path log = journal.directory().resolveSibling(journal.directory().getFileName() + ".log");
		return ChildJvm.start(CrashInstance.class, log, List.of(options), arguments);
	}

}
