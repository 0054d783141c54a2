package io.natsevents.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.natsevents.test.NatsServer;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * The files a server keeps a stream in.
 */
public final class StreamFiles {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration QUIET = Duration.ofMillis(100);

	private final NatsServer server;

	private final Path directory;

	private final Path copy;

	public StreamFiles(NatsServer server, String stream) {
		this.server = server;
		this.directory = server.storeDirectory().resolve("jetstream/$G/streams/" + stream);
		this.copy = server.log().resolveSibling("copy-of-" + stream);
	}

	/**
	 * Keep a copy of the messages. The server is stopped for it.
	 */
	public void copyMessages() throws IOException {
		this.server.stop();
		FileSystemUtils.copyRecursively(messages(), this.copy);
		this.server.start();
	}

	/**
	 * Bring back the copied messages. What the consumers know stays, as after a power
	 * failure in which the file of the messages was older than theirs. The server is
	 * stopped for it.
	 */
	public void restoreMessages() throws IOException {
		this.server.stop();
		FileSystemUtils.deleteRecursively(messages());
		FileSystemUtils.copyRecursively(this.copy, messages());
		FileSystemUtils.deleteRecursively(this.copy);
		this.server.start();
	}

	private Path messages() {
		return this.directory.resolve("msgs");
	}

	/**
	 * Wait until nothing is left of a deleted stream: one that is created again earlier
	 * gets back its messages. What a busy server still had to write when it deleted the
	 * stream it writes afterwards, and keeps for good; that is removed here.
	 */
	public void awaitGone() {
		await().during(QUIET).atMost(LIMIT).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
			FileSystemUtils.deleteRecursively(this.directory);
			return Files.notExists(this.directory);
		});
	}

}
