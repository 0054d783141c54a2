package io.natsevents.crash;

import java.nio.file.Path;
import java.util.List;

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
	 * @param arguments its assignment
	 */
	public static void main(String[] arguments) {
		Assignment.start(arguments, () -> Runtime.getRuntime().halt(EXIT_CODE));
		ChildJvm.lastAsLongAsParent();
	}

	/**
	 * Start an instance in a JVM of its own.
	 * @param url URL of the server
	 * @param options options of the JVM
	 */
	static ChildJvm start(String url, Journal journal, Assignment assignment, String... options) {
		Path log = journal.directory().resolveSibling("instances.log");
		return ChildJvm.start(CrashInstance.class, log, List.of(options), assignment.toArguments(url, journal));
	}

}
