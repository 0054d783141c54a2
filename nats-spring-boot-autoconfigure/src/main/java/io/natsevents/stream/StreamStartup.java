package io.natsevents.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.StartupFailurePolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Puts the declared streams in place when the application starts: after the connection is
 * made, and before anything publishes or listens. An application that starts without NATS
 * has it done as soon as NATS is there.
 */
public final class StreamStartup implements SmartLifecycle, AutoCloseable {

	/**
	 * Phase in which streams are put in place.
	 */
	public static final int PHASE = Integer.MIN_VALUE + 2000;

	private static final long STOP_MILLIS = 500;

	private static final Log logger = LogFactory.getLog(StreamStartup.class);

	private final StreamProvisioner provisioner;

	private final List<StreamDefinition> definitions;

	private final ConnectionSupervisor connection;

	private volatile DeclaredStreams streams;

	private volatile @Nullable StreamCatchUp catchUp;

	private volatile @Nullable Thread worker;

	private volatile boolean running;

	private volatile boolean inPlace;

	/**
	 * Create the start-up step.
	 * @param provisioner does the work
	 * @param definitions what is declared, defaults applied
	 * @param connection says what to do when the server is not there
	 */
	public StreamStartup(StreamProvisioner provisioner, List<StreamDefinition> definitions,
			ConnectionSupervisor connection) {
		this.provisioner = provisioner;
		this.definitions = List.copyOf(definitions);
		this.connection = connection;
		this.streams = DeclaredStreams.unchecked(definitions);
	}

	/**
	 * The declared streams.
	 * @return the streams as they are in use; as they are declared, until they are in
	 * place
	 */
	public DeclaredStreams streams() {
		return this.streams;
	}

	/**
	 * Whether the streams were put in place.
	 * @return {@code false} before the start, and while an application that started
	 * without them waits for them
	 */
	public boolean isInPlace() {
		return this.inPlace;
	}

	/**
	 * Why the streams are not in place.
	 * @return the reason, or {@code null} when they are
	 */
	public @Nullable String problem() {
		StreamCatchUp waiting = this.catchUp;
		if (this.inPlace) {
			return null;
		}
		return (waiting != null) ? waiting.problem() : "not checked yet";
	}

	/**
	 * Why an event must not be stored now: this application runs although its stream is
	 * divided into other partitions than declared.
	 * @param subject the subject of the event
	 * @return the reason, or {@code null} when nothing is known against it
	 */
	public @Nullable String partitionProblem(String subject) {
		StreamCatchUp waiting = this.catchUp;
		if (this.inPlace || waiting == null || waiting.partitionedOtherwise().isEmpty()) {
			return null;
		}
		return this.streams.collecting(subject)
			.filter((stream) -> waiting.partitionedOtherwise().contains(stream.name()))
			.map((stream) -> waiting.problem())
			.orElse(null);
	}

	/**
	 * Put the streams in place or, when the application is to start without NATS, try it
	 * once and go on trying in the background.
	 * @throws IllegalArgumentException if a name is declared twice or a stream has no
	 * subjects
	 * @throws StreamProvisioningException or one of its subclasses if a stream cannot be
	 * what is declared
	 */
	@Override
	public void start() {
		this.inPlace = false;
		if (this.connection.startupFailurePolicy() == StartupFailurePolicy.CONTINUE) {
			StreamCatchUp waiting = new StreamCatchUp(this.provisioner.attempts(this.definitions), this.connection,
					this::inPlace);
			this.catchUp = waiting;
			work(waiting);
			await(waiting.tried());
		}
		else {
			inPlace(await(provisioned()));
		}
		this.running = true;
	}

	private CompletableFuture<DeclaredStreams> provisioned() {
		CompletableFuture<DeclaredStreams> result = new CompletableFuture<>();
		work(() -> {
			try {
				result.complete(this.provisioner.provision(this.definitions));
			}
			catch (RuntimeException | Error ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	/**
	 * Wait for the other thread, which is bounded, without a time-out: Spring interrupts
	 * a thread that starts a context, so that it can be closed, only while it waits like
	 * this.
	 */
	private <T> T await(CompletableFuture<T> result) {
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			close();
			Thread.currentThread().interrupt();
			throw new StreamProvisioningException(null, "Interrupted while checking the declared streams", null, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException("Checking the declared streams failed unexpectedly", ex.getCause());
		}
	}

	private void work(Runnable task) {
		Thread thread = new Thread(task, "jetstream-streams");
		thread.setDaemon(true);
		this.worker = thread;
		thread.start();
	}

	private void inPlace(DeclaredStreams found) {
		this.streams = found;
		this.inPlace = true;
		logger.info((this.provisioner.looksAtServer() ? "Streams: "
				: "Streams, not looked at because provisioning.mode is none: ") + found.describe());
	}

	@Override
	public void stop() {
		this.running = false;
		close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * End the work in the background, if there is any.
	 */
	@Override
	public void close() {
		StreamCatchUp waiting = this.catchUp;
		Thread working = this.worker;
		if (waiting != null) {
			waiting.stop();
		}
		if (working != null && working.isAlive()) {
			working.interrupt();
			try {
				working.join(STOP_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
