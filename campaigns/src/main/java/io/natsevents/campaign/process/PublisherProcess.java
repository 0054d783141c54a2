package io.natsevents.campaign.process;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.support.BusApplication;
import org.jspecify.annotations.Nullable;

/**
 * A process that publishes events and writes down what came of each.
 */
public final class PublisherProcess {

	private static final long DUE_MILLIS = 2;

	private static final long SINGLE_MILLIS = 200;

	private static final long END_SECONDS = 5;

	private final AtomicInteger busy = new AtomicInteger();

	private final Queue<Extra> extras = new ConcurrentLinkedQueue<>();

	private final PublishingWays ways;

	private final Path campaign;

	private final String writer;

	private final Random random;

	private volatile @Nullable PublishingRound round;

	private PublisherProcess(PublishingWays ways, Path campaign, String writer, Random random) {
		this.ways = ways;
		this.campaign = campaign;
		this.writer = writer;
		this.random = random;
	}

	/**
	 * Start the process.
	 * @param arguments URLs of the servers, the directory of the campaign, the name of
	 * this life of the process, and the seed
	 */
	public static void main(String[] arguments) {
		Path campaign = Path.of(arguments[1]);
		BusApplication application = CampaignApplication.at(arguments[0], arguments[2]).start();
		PublisherProcess process = new PublisherProcess(new PublishingWays(application.publisher()), campaign,
				arguments[2], new Random(Long.parseLong(arguments[3])));
		Runtime.getRuntime().addShutdownHook(new Thread(() -> process.end(application), "stop"));
		process.start();
		new StatusFile(campaign, arguments[2], application, process::currentRound, process.ways::known, process::open,
				() -> 0)
			.start();
		Commands.obey(process::obey);
	}

	private void start() {
		PublishingWay way = this.writer.startsWith("publisher-1") ? this.ways::async
				: (journal, workload, loads, goesOn) -> this.ways.all(journal, workload, loads);
		loop("due", DUE_MILLIS, (current) -> {
			current.publishDue(way, () -> this.round == current);
			Extra extra = this.extras.poll();
			if (extra != null) {
				this.ways.each(current.journal(), extra.workload, List.of(current.next(extra.kind)));
			}
		});
		loop("single", SINGLE_MILLIS,
				(current) -> this.ways.each(current.journal(), Workload.ORDERS, List.of(current.next(Kind.GOOD))));
	}

	/**
	 * Publishes until the application is closed, and until what came of everything is
	 * written down.
	 */
	private void end(BusApplication application) {
		application.close();
		this.round = null;
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
		while (open() > 0 && System.nanoTime() < limit) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DUE_MILLIS));
		}
	}

	private int currentRound() {
		PublishingRound current = this.round;
		return (current != null) ? current.number() : 0;
	}

	private long open() {
		return this.busy.get() + this.ways.open();
	}

	/**
	 * {@code round <number> <events per second of each workload>} begins to publish,
	 * {@code publish <workload> <kind>} publishes one event more, {@code rest} ends it.
	 */
	private void obey(String[] words) {
		switch (words[0]) {
			case "round" -> {
				Map<Workload, Integer> rates = new EnumMap<>(Workload.class);
				for (Workload each : Workload.values()) {
					rates.put(each, Integer.parseInt(words[2 + each.ordinal()]));
				}
				this.round = new PublishingRound(Integer.parseInt(words[1]), rates, this.campaign, this.writer,
						this.random);
			}
			case "publish" -> this.extras.add(new Extra(Workload.valueOf(words[1]), Kind.valueOf(words[2])));
			case "rest" -> this.round = null;
			default -> throw new IllegalArgumentException("Unknown command " + words[0]);
		}
	}

	private void loop(String name, long millis, Consumer<PublishingRound> step) {
		Thread thread = new Thread(() -> {
			while (true) {
				this.busy.incrementAndGet();
				PublishingRound current = this.round;
				if (current != null) {
					step.accept(current);
				}
				this.busy.decrementAndGet();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * An event that is published beside the others.
	 */
	private record Extra(Workload workload, Kind kind) {
	}

}
