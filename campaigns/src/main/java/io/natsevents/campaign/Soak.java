package io.natsevents.campaign;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.judge.Counts;
import io.natsevents.campaign.judge.Verdict;
import io.natsevents.campaign.process.RoundDirectory;
import io.natsevents.campaign.soak.Maximum;
import io.natsevents.campaign.soak.SoakReport;
import io.natsevents.campaign.soak.SoakTable;
import io.natsevents.campaign.soak.Watch;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * Finds out how much the bus takes, and then runs for long at half of it, to see that
 * nothing is lost and no process needs more and more.
 */
public final class Soak {

	/** So that the memory of the judge stays small. */
	private static final Duration ROUND = Duration.ofMinutes(2);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	/** As in a campaign. */
	private static final List<Integer> SHARES = List.of(4, 2, 1);

	private static final long FIRST_RATE = 700;

	private static final int SHOWN = 10;

	private final CampaignSettings settings;

	private final PrintStream output;

	private int round;

	private Soak(CampaignSettings settings, PrintStream output) {
		this.settings = settings;
		this.output = output;
	}

	/**
	 * Run a soak; ends with 1 when a promise was broken or something grew.
	 * @param arguments {@code --minutes}, 60 if not given, and {@code --seed}, each with
	 * a value
	 */
	public static void main(String[] arguments) {
		CampaignSettings settings = CampaignSettings.parse(
				Stream.concat(Stream.of("--minutes", "60"), Stream.of(arguments)).toArray(String[]::new),
				Path.of("campaigns", "target", "soak").toAbsolutePath());
		int code = 1;
		try {
			code = new Soak(settings, System.out).run().passed() ? 0 : 1;
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		// Whatever still runs, such as the client's threads
		System.exit(code);
	}

	private SoakReport run() throws Exception {
		String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
		FileSystemUtils.deleteRecursively(this.settings.directory());
		Files.createDirectories(this.settings.directory());
		this.output.println("seed: " + this.settings.seed());
		try (Bus bus = new Bus(this.settings.directory(), this.settings.seed())) {
			bus.start();
			CampaignParameters parameters = CampaignParameters.of(this.settings, bus);
			parameters.print(this.output);
			List<Integer> maximum = new Maximum(bus, () -> ++this.round).find(SHARES, FIRST_RATE);
			this.output.println("events a second that are kept up with, in order none, key and cluster: " + maximum);
			List<Integer> half = maximum.stream().map((rate) -> rate / 2).toList();
			long begin = System.nanoTime();
			Watch watch = new Watch(INTERVAL);
			List<Verdict> verdicts = flow(bus, half, watch, begin + this.settings.duration().toNanos());
			SoakReport report = new SoakReport(date, this.settings.seed(), parameters.versions(),
					parameters.parameters(), TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), maximum, half,
					verdicts.stream().map(Verdict::counts).reduce(Counts::plus).orElseThrow(),
					verdicts.stream().flatMap((verdict) -> verdict.violations().stream()).toList(), watch.rows());
			JsonMapper.builder()
				.enable(SerializationFeature.INDENT_OUTPUT)
				.build()
				.writeValue(this.settings.directory().resolve(SoakReport.FILE).toFile(), report);
			new SoakTable(this.output).print(report);
			return report;
		}
	}

	private List<Verdict> flow(Bus bus, List<Integer> rates, Watch watch, long end) throws Exception {
		List<Verdict> verdicts = new ArrayList<>();
		RoundRunner rounds = new RoundRunner(bus, rates);
		Random random = new Random(this.settings.seed());
		while (System.nanoTime() < end) {
			this.round++;
			watch.last(Duration.ofNanos(Math.min(ROUND.toNanos(), end - System.nanoTime())));
			Verdict verdict = rounds.run(this.round, watch, random);
			verdicts.add(verdict);
			this.output.println("round %d: %s".formatted(this.round, verdict.counts()));
			verdict.violations().stream().limit(SHOWN).forEach(this.output::println);
			if (verdict.violations().isEmpty()) {
				// An hour of it is a gigabyte
				FileSystemUtils.deleteRecursively(RoundDirectory.of(this.settings.directory(), this.round));
			}
		}
		return verdicts;
	}

}
