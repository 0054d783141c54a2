package io.natsevents.benchmark.cases;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.natsevents.benchmark.Bench;
import io.natsevents.benchmark.run.Sample;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A process with micronaut-nats, on a class path of its own, that does rounds when asked.
 */
final class MicronautProcess implements AutoCloseable {

	private static final long LIMIT_SECONDS = 120;

	private final Process process;

	private final Writer requests;

	private final BufferedReader answers;

	/**
	 * Start a process and wait until it is ready.
	 * @param arguments what it is to do
	 */
	MicronautProcess(String... arguments) throws Exception {
		Path module = benchmarksDirectory().resolve("micronaut-peer");
		Path classes = module.resolve("target/classes");
		if (!Files.isDirectory(classes) || !Files.isDirectory(module.resolve("target/lib"))) {
			throw new IllegalStateException("micronaut-nats has to be built first: mvn package -pl " + module);
		}
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-cp",
				classes + File.pathSeparator + module.resolve("target/lib") + File.separator + "*",
				"io.natsevents.benchmark.peer.MicronautPeer"));
		command.addAll(List.of(arguments));
		this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.requests = this.process.outputWriter();
		this.answers = this.process.inputReader();
		String answer = answer();
		if (!"ready".equals(answer)) {
			close();
			throw new IllegalStateException("micronaut-nats did not start: " + answer);
		}
	}

	/**
	 * This runs from {@code benchmarks/target}, be it from classes or a jar.
	 */
	private static Path benchmarksDirectory() throws Exception {
		CodeSource source = Bench.class.getProtectionDomain().getCodeSource();
		Path directory = Path.of(source.getLocation().toURI()).resolve("../..").normalize();
		Assert.state(Files.isRegularFile(directory.resolve("pom.xml")),
				() -> "Peers can be compared only from where they were built; there is no module in " + directory);
		return directory;
	}

	Sample round() throws Exception {
		this.requests.write("round\n");
		this.requests.flush();
		String answer = answer();
		if (answer == null) {
			throw new IOException("The process with micronaut-nats has ended; what it wrote tells why");
		}
		String[] figures = answer.split(" ");
		return new Sample(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]) / 1000, Double.NaN);
	}

	private @Nullable String answer() throws Exception {
		CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
		Thread reader = new Thread(() -> {
			try {
				answer.complete(this.answers.readLine());
			}
			catch (IOException ex) {
				answer.completeExceptionally(ex);
			}
		}, "micronaut-answer");
		reader.setDaemon(true);
		reader.start();
		try {
			return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			close();
			throw new IOException("No answer from the process with micronaut-nats within " + LIMIT_SECONDS + " s", ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
