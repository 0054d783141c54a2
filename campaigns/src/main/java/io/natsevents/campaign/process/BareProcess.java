package io.natsevents.campaign.process;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.load.Workload;
import io.natsevents.support.BareClient;
import io.natsevents.support.Silence;

/**
 * A process with a client that has none of our code, and writes down when it could
 * publish, when its own consumer delivered that, and when the consumer of
 * {@link Workload#ORDERS} had a leader, without which nobody can pull from it.
 */
public final class BareProcess {

	/** The subject it publishes to. */
	public static final String SUBJECT = "auth.bare";

	private static final String DURABLE = "bare";

	private static final long INTERVAL_MILLIS = 100;

	private final Lines lines;

	private int published;

	private int answered;

	private int delivered;

	private BareProcess(Lines lines) {
		this.lines = lines;
	}

	/**
	 * Start the process.
	 * @param arguments URLs of the servers, the directory of the campaign, the name of
	 * this life of the process, and a word
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	public static void main(String[] arguments) throws Exception {
		BareClient client = new BareClient(arguments[0], CampaignApplication.PING_INTERVAL, SUBJECT, BareClient.Question
			.info(Workload.ORDERS.stream(), CampaignApplication.durable(Workload.ORDERS.listener())));
		client.pull(Workload.ORDERS.stream(), DURABLE);
		BareProcess process = new BareProcess(new Lines(Path.of(arguments[1], arguments[2] + ".bare")));
		Executors.newSingleThreadScheduledExecutor()
			.scheduleWithFixedDelay(() -> process.write(client), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		Commands.obey((words) -> {
			throw new IllegalArgumentException("Unknown command " + words[0]);
		});
	}

	private void write(BareClient client) {
		this.published = write("published", client.published(), this.published);
		this.answered = write("answered", client.answered(), this.answered);
		this.delivered = write("delivered", client.delivered(), this.delivered);
	}

	private int write(String what, Silence silence, int from) {
		int next = from;
		for (long success : silence.successes(from)) {
			this.lines.add(what + " " + success);
			next++;
		}
		return next;
	}

}
