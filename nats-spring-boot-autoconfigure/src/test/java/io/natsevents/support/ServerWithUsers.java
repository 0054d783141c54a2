package io.natsevents.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.natsevents.test.NatsServer;

import org.springframework.util.FileSystemUtils;

/**
 * A server whose user {@code app} can lose permissions while it runs, as when an operator
 * edits the configuration and has it read again. Another user, {@code admin}, may
 * everything.
 */
public final class ServerWithUsers implements AutoCloseable {

	private final Path directory;

	private final NatsServer server;

	private ServerWithUsers(Path directory) throws IOException {
		this.directory = directory;
		write("");
		this.server = NatsServer.builder()
			.extraConfiguration("pid_file: '" + pidFile() + "'\ninclude '" + relativeUsers() + "'")
			.start();
	}

	public static ServerWithUsers start() throws IOException {
		return new ServerWithUsers(Files.createTempDirectory("nats-users-"));
	}

	public NatsServer server() {
		return this.server;
	}

	/**
	 * Prepare an application that connects as {@code app}.
	 */
	public BusApplication.Builder application() {
		return BusApplication.on(this.server).property("nats.username", "app").property("nats.password", "pw");
	}

	public Connection admin() throws IOException, InterruptedException {
		return Nats.connect("nats://admin:pw@127.0.0.1:" + this.server.port());
	}

	/**
	 * Forbid {@code app} to publish to some subjects, and nothing else.
	 */
	public void denyPublishing(String subjects) {
		reload("publish: { deny: [\"" + subjects + "\"] }");
	}

	/**
	 * Forbid {@code app} to subscribe to some subjects, and nothing else.
	 */
	public void denySubscribing(String subjects) {
		reload("subscribe: { deny: [\"" + subjects + "\"] }");
	}

	/**
	 * Give every permission back.
	 */
	public void allowAll() {
		reload("");
	}

	private void reload(String permissions) {
		write(permissions);
		try {
			String pid = Files.readString(pidFile()).trim();
			int exit = new ProcessBuilder("sh", "-c", "kill -HUP " + pid).start().waitFor();
			if (exit != 0) {
				throw new IllegalStateException("Could not have the server read its configuration again");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void write(String permissions) {
		try {
			Files.writeString(this.directory.resolve("users.conf"),
					"authorization { users: [ { user: app, password: pw, permissions: { " + permissions
							+ " } }, { user: admin, password: pw } ] }\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path pidFile() {
		return this.directory.resolve("pid");
	}

	/**
	 * The server looks for what it includes beside its own configuration.
	 */
	private String relativeUsers() {
		return "../" + this.directory.getFileName() + "/users.conf";
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
