package io.natsevents.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A real nats-server process on a free port of the loopback interface, with JetStream and
 * a store of its own. It can be stopped, killed, paused and started again, and is gone
 * when the JVM ends. The program is the one that the environment variable
 * {@code nats_server_path} names, else the {@code nats-server} on the {@code PATH}. May
 * be used by several threads.
 */
public final class NatsServer implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final int START_ATTEMPTS = 5;

	// The JDK's default is looked up through the context class loader, whatever that is
	private final FreePorts freePorts = new FreePorts(new Random());

	private final NatsServerBinary binary;

	private final NatsServerSettings settings;

	private final Path directory;

	private int port;

	private int monitoringPort;

	private boolean portsKnownOutside;

	private boolean paused;

	private boolean leaving;

	private @Nullable NatsServerProcess process;

	NatsServer(NatsServerBinary binary, NatsServerSettings settings) {
		this.binary = binary;
		this.settings = settings;
		try {
			this.directory = Files.createTempDirectory("nats-server-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not create a directory for nats-server", ex);
		}
		takePorts();
	}

	/**
	 * Starts to build a server.
	 * @return a builder with the defaults
	 */
	public static NatsServerBuilder builder() {
		return new NatsServerBuilder();
	}

	/**
	 * Starts the server and waits until it accepts connections. When it is running, it
	 * only goes on if it was paused; one in lame duck mode is stopped first. The ports
	 * and the store stay the same from one start to the next.
	 * @throws IllegalStateException if it ends at once or is not ready within 10 seconds;
	 * the message holds its last log lines
	 */
	public synchronized void start() {
		if (this.leaving) {
			stop();
		}
		if (isRunning()) {
			if (this.paused) {
				resume();
			}
			return;
		}
		for (int attempt = 1;; attempt++) {
			try {
				this.process = launch();
				this.portsKnownOutside = true;
				this.paused = false;
				this.leaving = false;
				return;
			}
			catch (NatsServerProcess.PortTakenException ex) {
				if (this.portsKnownOutside || attempt == START_ATTEMPTS) {
					throw ex;
				}
				takePorts();
			}
		}
	}

	private NatsServerProcess launch() {
		try {
			Path configuration = this.directory.resolve("nats-server.conf");
			Files.writeString(configuration,
					this.settings.toConfiguration(HOST, this.port, this.monitoringPort, defaultStore()));
			NatsServerProcess launched = NatsServerProcess.start(this.binary, configuration, log());
			launched.awaitReady();
			return launched;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not write the configuration of nats-server", ex);
		}
	}

	private void takePorts() {
		this.port = this.freePorts.next();
		do {
			this.monitoringPort = this.freePorts.next();
		}
		while (this.monitoringPort == this.port);
	}

	/**
	 * Stops the server in an orderly way. Does nothing when it is not running.
	 */
	public synchronized void stop() {
		if (this.process != null && this.process.isAlive()) {
			this.process.terminate();
		}
	}

	/**
	 * Kills the server, as a crash would. Does nothing when it is not running.
	 */
	public synchronized void kill() {
		if (this.process != null && this.process.isAlive()) {
			this.process.kill();
		}
	}

	/**
	 * Stops the server and starts it again with the same ports and the same store.
	 * @throws IllegalStateException if it does not start
	 */
	public synchronized void restart() {
		stop();
		start();
	}

	/**
	 * Freezes the server: connections stay open, and nothing is answered.
	 * @throws IllegalStateException if it is not running
	 */
	public synchronized void pause() {
		running().suspend();
		this.paused = true;
	}

	/**
	 * Lets a paused server go on.
	 * @throws IllegalStateException if it is not running
	 */
	public synchronized void resume() {
		running().signal("CONT");
		this.paused = false;
	}

	/**
	 * Asks the server to shut down gently: it hands over what it leads, tells its clients
	 * to go elsewhere, and ends when it has sent them away. Returns at once;
	 * {@link #isRunning()} tells when it has ended. In a {@link NatsCluster} the clients
	 * get half a second before they are sent away one after the other; elsewhere
	 * {@code lame_duck_grace_period} and {@code lame_duck_duration} in the server's
	 * configuration say how long it takes.
	 * @throws IllegalStateException if it is not running
	 */
	public synchronized void enterLameDuckMode() {
		running().signal("USR2");
		this.leaving = true;
	}

	private NatsServerProcess running() {
		if (this.process == null || !this.process.isAlive()) {
			throw new IllegalStateException("nats-server is not running");
		}
		return this.process;
	}

	/**
	 * Tells whether the process is there, paused or not.
	 * @return {@code true} from a successful start to the end of the process
	 */
	public synchronized boolean isRunning() {
		return this.process != null && this.process.isAlive();
	}

	/**
	 * Tells what keeps the server from serving.
	 * @return one or two words, or {@code null} if nothing does
	 */
	synchronized @Nullable String outage() {
		if (!isRunning()) {
			return "not running";
		}
		if (this.leaving) {
			return "in lame duck mode";
		}
		return this.paused ? "paused" : null;
	}

	/**
	 * Returns the last lines that the server has logged since its last start.
	 * @return the lines, empty before the first start
	 */
	synchronized String lastLogLines() {
		return (this.process != null) ? this.process.lastLines() : "";
	}

	/**
	 * Returns the name of the node in its cluster.
	 * @return the name, such as {@code n1}, or {@code null} if the server is alone
	 */
	@Nullable String name() {
		ClusterMembership membership = this.settings.membership();
		return (membership != null) ? membership.name() : null;
	}

	/**
	 * Returns the port for clients, also before the first start.
	 * @return the port on 127.0.0.1
	 */
	public synchronized int port() {
		this.portsKnownOutside = true;
		return this.port;
	}

	/**
	 * Returns the URL for clients, also before the first start.
	 * @return the URL, such as {@code nats://127.0.0.1:17222}
	 */
	public String url() {
		return "nats://%s:%d".formatted(HOST, port());
	}

	/**
	 * Returns the port of the HTTP monitoring endpoints, such as {@code /varz}.
	 * @return the port on 127.0.0.1
	 */
	public synchronized int monitoringPort() {
		this.portsKnownOutside = true;
		return this.monitoringPort;
	}

	/**
	 * Returns the log of all runs of this server; {@link #close()} deletes it.
	 * @return the file
	 */
	public Path log() {
		return this.directory.resolve("nats-server.log");
	}

	/**
	 * Returns the directory that streams are stored in, which nobody may change while the
	 * server is running.
	 * @return the directory, which is there after the first start
	 */
	public Path storeDirectory() {
		return this.settings.store(defaultStore());
	}

	private Path defaultStore() {
		return this.directory.resolve("store");
	}

	/**
	 * Returns the version of the server.
	 * @return the version, such as {@code 2.15.1}
	 * @throws IllegalStateException if the program does not tell
	 */
	public String version() {
		return this.binary.version();
	}

	/**
	 * Stops the server and deletes its store and its log, but not a store directory that
	 * was given to the builder.
	 */
	@Override
	public synchronized void close() {
		stop();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not delete %s".formatted(this.directory), ex);
		}
	}

	@Override
	public String toString() {
		return "nats-server " + ((name() != null) ? name() + " " : "") + "at " + url();
	}

}
