package io.natsevents.test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The nats-server program on this machine.
 *
 * @param path the executable file
 */
record NatsServerBinary(Path path) {

	private static final String VARIABLE = "nats_server_path";

	private static final Pattern VERSION = Pattern.compile("nats-server: v?(\\S+)");

	private static final long VERSION_TIMEOUT_SECONDS = 10;

	/**
	 * Finds the program: first the environment variable, then the {@code PATH}.
	 * @param environment the environment variables
	 * @return the program
	 * @throws IllegalStateException if there is none
	 */
	static NatsServerBinary find(Map<String, String> environment) {
		String configured = environment.get(VARIABLE);
		if (configured != null && !configured.isBlank()) {
			Path path = Path.of(configured);
			if (!isProgram(path)) {
				throw new IllegalStateException("The environment variable %s is %s, which is not an executable file"
					.formatted(VARIABLE, configured));
			}
			return new NatsServerBinary(path.toAbsolutePath());
		}
		return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, "nats-server"))
			.filter(NatsServerBinary::isProgram)
			.findFirst()
			.map(NatsServerBinary::new)
			.orElseThrow(() -> new IllegalStateException(
					"No nats-server found: install nats-server 2.10 or newer so that it is on the PATH, "
							+ "or set the environment variable %s to the program".formatted(VARIABLE)
							+ " (in this project's sources, ./tools/find-nats-server prints one)"));
	}

	private static boolean isProgram(Path path) {
		return Files.isRegularFile(path) && Files.isExecutable(path);
	}

	/**
	 * Asks the program for its version.
	 * @return the version, such as {@code 2.15.1}
	 * @throws IllegalStateException if it does not answer with one
	 */
	String version() {
		try {
			Process process = new ProcessBuilder(this.path.toString(), "--version").redirectErrorStream(true).start();
			if (!process.waitFor(VERSION_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException(
						"%s --version did not end within %d s".formatted(this.path, VERSION_TIMEOUT_SECONDS));
			}
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher matcher = VERSION.matcher(output);
			if (!matcher.find()) {
				throw new IllegalStateException(
						"%s --version does not tell the version of a nats-server but: %s".formatted(this.path, output));
			}
			return matcher.group(1);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Could not run %s --version".formatted(this.path), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while running %s --version".formatted(this.path), ex);
		}
	}

}
