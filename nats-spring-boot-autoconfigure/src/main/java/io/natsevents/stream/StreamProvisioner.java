package io.natsevents.stream;

import java.time.InstantSource;
import java.util.List;

import io.nats.client.Connection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Makes the server have the declared streams, as far as the mode says: reads what is
 * there, plans, applies the plan and checks the answer. Streams are never deleted, and an
 * equal stream is never written again.
 */
public final class StreamProvisioner {

	private static final Log logger = LogFactory.getLog(StreamProvisioner.class);

	private final StreamServer server;

	private final ProvisioningSettings settings;

	private final InstantSource clock;

	private final RetryWindow.Sleeper sleeper;

	/**
	 * Provision over the given connection.
	 * @param connection leads to the server whenever it is used
	 * @param settings how to go about it
	 */
	public StreamProvisioner(Connection connection, ProvisioningSettings settings) {
		this(connection, settings, InstantSource.system(), RetryWindow::sleep);
	}

	StreamProvisioner(Connection connection, ProvisioningSettings settings, InstantSource clock,
			RetryWindow.Sleeper sleeper) {
		this.server = new StreamServer(connection, clock);
		this.settings = settings;
		this.clock = clock;
		this.sleeper = sleeper;
	}

	/**
	 * Compare the streams, create what is missing and update what differs, as far as the
	 * mode says. Goes on while the server is not available, until the timeout of the
	 * settings.
	 * @param definitions what is declared, defaults applied
	 * @return the streams as they are in use; as they are declared, in mode
	 * {@link ProvisioningMode#NONE}
	 * @throws IllegalArgumentException if a name is declared twice or a stream has no
	 * subjects
	 * @throws StreamProvisioningException or one of its subclasses if a stream cannot be
	 * what is declared, or is not in mode {@link ProvisioningMode#VERIFY}; streams
	 * handled before it stay as they then are
	 */
	public DeclaredStreams provision(List<StreamDefinition> definitions) {
		requireConsistent(definitions);
		if (!looksAtServer()) {
			return DeclaredStreams.unchecked(definitions);
		}
		RetryWindow window = new RetryWindow(this.settings.timeout(), this.clock, this.sleeper);
		ProvisioningRun run = new ProvisioningRun(this.server, this.settings);
		while (true) {
			try {
				return run.attempt(definitions);
			}
			catch (TransientFailure ex) {
				if (window.attempts() == 1) {
					logger.info("Streams are not in place yet (" + ex.getMessage() + "); trying again for up to "
							+ Amounts.duration(this.settings.timeout()));
				}
				awaitNext(window, ex);
			}
		}
	}

	/**
	 * Whether the mode has the server asked at all.
	 */
	boolean looksAtServer() {
		return this.settings.mode() != ProvisioningMode.NONE;
	}

	/**
	 * Prepare attempts that are made one by one, for as long as it takes.
	 * @param definitions what is declared, defaults applied
	 * @return makes one attempt each time it is run
	 * @throws IllegalArgumentException if a name is declared twice or a stream has no
	 * subjects
	 * @throws StreamSubjectsOverlapException if declared streams overlap
	 */
	StreamCatchUp.Attempt attempts(List<StreamDefinition> definitions) {
		requireConsistent(definitions);
		if (!looksAtServer()) {
			return () -> DeclaredStreams.unchecked(definitions);
		}
		ProvisioningRun run = new ProvisioningRun(this.server, this.settings);
		return () -> run.attempt(definitions);
	}

	/**
	 * Say where the server differs and what {@link #provision} would do, changing
	 * nothing.
	 * @param definitions what is declared, defaults applied
	 * @return the plan
	 * @throws StreamProvisioningException if the server gives no usable answer now
	 */
	public StreamPlan plan(List<StreamDefinition> definitions) {
		requireConsistent(definitions);
		try {
			return new ProvisioningRun(this.server, this.settings).plan(definitions);
		}
		catch (TransientFailure ex) {
			throw ex.meaning()
				.orElseGet(() -> new StreamProvisioningException(null,
						"The streams cannot be compared now: " + ex.getMessage(), null, ex));
		}
	}

	private void awaitNext(RetryWindow window, TransientFailure failure) {
		try {
			if (!window.awaitNext()) {
				throw failure.meaning()
					.orElseGet(() -> new StreamProvisioningTimeoutException(this.settings.timeout(), window.attempts(),
							failure));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StreamProvisioningException(null,
					"Interrupted while waiting to check the declared streams again after: " + failure.getMessage(),
					null, ex);
		}
	}

	private static void requireConsistent(List<StreamDefinition> definitions) {
		for (int i = 0; i < definitions.size(); i++) {
			StreamDefinition definition = definitions.get(i);
			if (definition.subjects().isEmpty()) {
				throw new IllegalArgumentException("Stream " + definition.name() + " is declared without subjects");
			}
			for (StreamDefinition other : definitions.subList(0, i)) {
				if (other.name().equals(definition.name())) {
					throw new IllegalArgumentException("Stream " + definition.name() + " is declared twice");
				}
				List<SubjectConflict> conflicts = SubjectConflict.find(definition, other.name(), other.subjects());
				if (!conflicts.isEmpty()) {
					throw new StreamSubjectsOverlapException(definition, conflicts, null);
				}
			}
		}
	}

}
