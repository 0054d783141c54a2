package io.natsevents.stream;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Puts the declared streams in place when the application starts: after the connection is
 * made, and before anything publishes or listens.
 */
public final class StreamStartup implements SmartLifecycle {

	/**
	 * Phase in which streams are put in place.
	 */
	public static final int PHASE = Integer.MIN_VALUE + 2000;

	private static final Log logger = LogFactory.getLog(StreamStartup.class);

	private final StreamProvisioner provisioner;

	private final List<StreamDefinition> definitions;

	private volatile DeclaredStreams streams;

	private volatile boolean running;

	/**
	 * Create the start-up step.
	 * @param provisioner does the work
	 * @param definitions what is declared, defaults applied
	 */
	public StreamStartup(StreamProvisioner provisioner, List<StreamDefinition> definitions) {
		this.provisioner = provisioner;
		this.definitions = List.copyOf(definitions);
		this.streams = DeclaredStreams.unchecked(definitions);
	}

	/**
	 * The declared streams.
	 * @return the streams as they are in use; as they are declared, before the start
	 */
	public DeclaredStreams streams() {
		return this.streams;
	}

	@Override
	public void start() {
		this.streams = this.provisioner.provision(this.definitions);
		logger.info("Streams: " + this.streams.describe());
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
