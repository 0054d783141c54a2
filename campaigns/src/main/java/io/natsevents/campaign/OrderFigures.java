package io.natsevents.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.load.Workload;
import io.natsevents.campaign.process.RoundDirectory;
import io.natsevents.campaign.soak.Maximum;
import io.natsevents.campaign.soak.Waits;

import org.springframework.util.FileSystemUtils;

/**
 * Prints how fast the orders are, as the rows of a table: how much they take when there
 * is always something to do, and how long an event waits when there is little.
 */
public final class OrderFigures {

	private static final int FEW = 200;

	private static final long FEW_SECONDS = 5;

	private static final long FIRST_RATE = 1000;

	private final Bus bus;

	private int round;

	private OrderFigures(Bus bus) {
		this.bus = bus;
	}

	/**
	 * Print the table.
	 * @param arguments {@code --minutes}, with for how long new rows begin; 30 if not
	 * given
	 */
	public static void main(String[] arguments) throws Exception {
		CampaignSettings settings = CampaignSettings.parse(arguments,
				Path.of("campaigns", "target", "figures").toAbsolutePath());
		FileSystemUtils.deleteRecursively(settings.directory());
		Files.createDirectories(settings.directory());
		System.out.println("| `ordering` | replicas | handler takes | events a second | waits in the median, ms"
				+ " | 99 %, ms | longest, ms |");
		System.out.println("| --- ".repeat(7) + "|");
		try (Bus bus = new Bus(settings.directory(), settings.seed())) {
			bus.start();
			new OrderFigures(bus).print(System.nanoTime() + settings.duration().toNanos());
		}
		System.exit(0);
	}

	private void print(long end) throws Exception {
		for (int replicas : List.of(3, 1)) {
			replicate(replicas);
			for (int millis : List.of(0, 1)) {
				for (Workload workload : Workload.values()) {
					if (System.nanoTime() < end) {
						print(workload, replicas, millis);
					}
				}
			}
		}
	}

	private void replicate(int replicas) throws IOException, JetStreamApiException {
		JetStreamManagement management = this.bus.management();
		for (Workload each : Workload.values()) {
			management
				.updateStream(StreamConfiguration.builder(management.getStreamInfo(each.stream()).getConfiguration())
					.replicas(replicas)
					.build());
		}
		this.bus.cluster().awaitReady();
	}

	private void print(Workload workload, int replicas, int millis) throws Exception {
		String command = "slow %d %d".formatted(millis, (millis > 0) ? Integer.MAX_VALUE : 0);
		this.bus.sharing().forEach((member) -> member.tell(command));
		this.bus.keyed().tell(command);
		List<Integer> shares = Stream.of(Workload.values()).map((each) -> (each == workload) ? 1 : 0).toList();
		List<Integer> most = new Maximum(this.bus, () -> ++this.round).find(shares, FIRST_RATE);
		this.round++;
		this.bus.begin(this.round, Maximum.divide(FEW, shares));
		TimeUnit.SECONDS.sleep(FEW_SECONDS);
		this.bus.rest();
		Waits waits = Waits.of(RoundDirectory.of(this.bus.directory(), this.round));
		System.out.println(String.format(Locale.ROOT, "| `%s` | R%d | %d ms | %,d | %.1f | %.1f | %.1f |",
				workload.ordering().name().toLowerCase(Locale.ROOT), replicas, millis, most.get(workload.ordinal()),
				waits.median(), waits.almostAll(), waits.longest()));
	}

}
