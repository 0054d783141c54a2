package io.natsevents.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own with the class path of the tests.
 */
public final class ChildJvm implements AutoCloseable {

	private static final int LIMIT_SECONDS = 20;

	private final Process process;

	private final Path log;

	private ChildJvm(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start a JVM.
	 * @param main its main class
	 * @param log where its output goes; appended to
	 * @param options options of the JVM
	 * @param arguments arguments of the main class
	 */
	public static ChildJvm start(Class<?> main, Path log, List<String> options, List<String> arguments) {
		return start(main, log, options, arguments, Map.of());
	}

	/**
	 * Start a JVM.
	 * @param main its main class
	 * @param log where its output goes; appended to
	 * @param options options of the JVM
	 * @param arguments arguments of the main class
	 * @param environment what its environment has beside ours
	 */
	public static ChildJvm start(Class<?> main, Path log, List<String> options, List<String> arguments,
			Map<String, String> environment) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// It is started often and does not live long
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(arguments);
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
			builder.environment().putAll(environment);
			return new ChildJvm(builder.start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * To be called at the end of the main method: the JVM lasts until the one that
	 * started it has gone, so that tests that are aborted leave nothing behind.
	 */
	public static void lastAsLongAsParent() {
		try {
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// Gone as well
		}
		Runtime.getRuntime().halt(1);
	}

	/**
	 * Write a line to its standard input.
	 */
	public void tell(String line) {
		try {
			OutputStream input = this.process.getOutputStream();
			input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
			input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Freeze it: its connections stay open, and it does nothing.
	 */
	public void pause() {
		signal("STOP");
	}

	/**
	 * Let it go on after it was frozen.
	 */
	public void resume() {
		signal("CONT");
	}

	/**
	 * Ask it to end in an orderly way.
	 */
	public void terminate() {
		// Process.destroy() also closes its standard input, which tells it to end at once
		signal("TERM");
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Kill it as {@code kill -9} does, and wait until it is gone.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Wait until it has ended.
	 * @return its exit code
	 */
	public int awaitEnd() {
		try {
			if (!this.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Process " + this.process.pid() + " does not end:\n" + output());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
