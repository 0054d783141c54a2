package io.natsevents.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One run of a nats-server, from its start to its end.
 */
final class NatsServerProcess {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

	private static final int LOG_LINES = 15;

	private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "nats-server-shutdown"));
	}

	private final Process process;

	private final Path log;

	private final long logStart;

	private NatsServerProcess(Process process, Path log, long logStart) {
		this.process = process;
		this.log = log;
		this.logStart = logStart;
	}

	static NatsServerProcess start(NatsServerBinary binary, Path configuration, Path log) {
		try {
			long logStart = Files.exists(log) ? Files.size(log) : 0;
			Process process = new ProcessBuilder(binary.path().toString(), "-c", configuration.toString())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
				.start();
			RUNNING.add(process);
			process.onExit().thenRun(() -> RUNNING.remove(process));
			return new NatsServerProcess(process, log, logStart);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not run %s".formatted(binary.path()), ex);
		}
	}

	/**
	 * Waits until the server accepts connections; ends it when it does not.
	 * @throws PortTakenException if somebody else listens on one of its ports
	 * @throws IllegalStateException if it ended or was not ready in time
	 */
	void awaitReady() {
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (!currentLog().contains("Server is ready")) {
			if (waitForExit(POLL_INTERVAL)) {
				String message = "nats-server ended with exit code %d before it was ready. Its last log lines:%n%s"
					.formatted(this.process.exitValue(), lastLines());
				throw currentLog().contains("address already in use") ? new PortTakenException(message)
						: new IllegalStateException(message);
			}
			if (System.nanoTime() > deadline) {
				kill();
				throw new IllegalStateException("nats-server was not ready within %d s. Its last log lines:%n%s"
					.formatted(START_TIMEOUT.toSeconds(), lastLines()));
			}
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	void terminate() {
		signal("CONT");
		this.process.destroy();
		if (!waitForExit(STOP_TIMEOUT)) {
			kill();
		}
	}

	void kill() {
		this.process.destroyForcibly();
		if (!waitForExit(STOP_TIMEOUT)) {
			throw new IllegalStateException("nats-server with process id %d is still there %d s after it was killed"
				.formatted(this.process.pid(), STOP_TIMEOUT.toSeconds()));
		}
	}

	/**
	 * Sends a signal.
	 * @param signal its name without SIG
	 * @throws IllegalStateException if it could not be sent to a server that is running
	 */
	void signal(String signal) {
		// The shell's own kill: the program of that name is not on every machine
		CommandResult kill = run("sh", "-c", "kill -" + signal + " " + this.process.pid());
		if (kill.exitCode() != 0 && isAlive()) {
			throw new IllegalStateException("Could not send SIG%s to nats-server with process id %d: %s"
				.formatted(signal, this.process.pid(), kill.output()));
		}
	}

	/**
	 * Stop the process without ending it, and return when it has stopped: a signal takes
	 * effect some time after it was sent.
	 * @throws IllegalStateException if it is still going on
	 */
	void suspend() {
		signal("STOP");
		long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
		while (!state().startsWith("T")) {
			if (System.nanoTime() - deadline >= 0) {
				throw new IllegalStateException("nats-server with process id %d goes on %d s after SIGSTOP"
					.formatted(this.process.pid(), STOP_TIMEOUT.toSeconds()));
			}
		}
	}

	private String state() {
		Path stat = Path.of("/proc", Long.toString(this.process.pid()), "stat");
		if (!Files.exists(stat)) {
			return run("ps", "-o", "stat=", "-p", Long.toString(this.process.pid())).output();
		}
		try {
			// The state follows the name of the program, which stands in parentheses
			String line = Files.readString(stat);
			return line.substring(line.lastIndexOf(')') + 2);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + stat, ex);
		}
	}

	private CommandResult run(String... command) {
		try {
			Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new CommandResult(running.waitFor(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not run the command " + command[0], ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private boolean waitForExit(Duration timeout) {
		try {
			return this.process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			throw interrupted(ex);
		}
	}

	private IllegalStateException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new IllegalStateException(
				"Interrupted while controlling nats-server with process id %d".formatted(this.process.pid()), ex);
	}

	String lastLines() {
		List<String> lines = currentLog().lines().toList();
		return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
	}

	private String currentLog() {
		try {
			byte[] all = Files.readAllBytes(this.log);
			return new String(all, (int) this.logStart, (int) (all.length - this.logStart), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the log of nats-server", ex);
		}
	}

	/**
	 * Somebody else listens on a port the server wanted.
	 */
	static class PortTakenException extends IllegalStateException {

		PortTakenException(String message) {
			super(message);
		}

	}

	private record CommandResult(int exitCode, String output) {
	}

}
