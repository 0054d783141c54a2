package io.natsevents.campaign;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.natsevents.campaign.fault.Fault;
import io.natsevents.campaign.fleet.Bus;
import io.natsevents.campaign.judge.Verdict;
import io.natsevents.campaign.report.CampaignFile;
import io.natsevents.campaign.report.CampaignSummary;
import io.natsevents.campaign.report.VerdictTable;

import org.springframework.util.FileSystemUtils;

/**
 * Disturbs a bus while events flow, one fault a round, and tells what came of it.
 */
public final class Campaign {

	private final CampaignSettings settings;

	private final PrintStream output;

	private Campaign(CampaignSettings settings, PrintStream output) {
		this.settings = settings;
		this.output = output;
	}

	/**
	 * Run a campaign; ends with 1 when a promise was broken, or nothing could be tried,
	 * and with 2 when the arguments cannot be understood.
	 * @param arguments {@code --minutes}, {@code --rounds}, {@code --seed},
	 * {@code --faults}, {@code --sync} and {@code --directory}, each with a value, or
	 * {@code --help}
	 */
	public static void main(String[] arguments) {
		if (Arrays.asList(arguments).contains("--help")) {
			System.out.println(CampaignSettings.usage());
			System.exit(0);
		}
		int code = 1;
		try {
			CampaignSettings settings = CampaignSettings.parse(arguments,
					Path.of("campaigns", "target", "campaign").toAbsolutePath());
			List<Verdict> verdicts = new Campaign(settings, System.out).run();
			boolean kept = verdicts.stream().allMatch((verdict) -> verdict.violations().isEmpty());
			code = (kept && !verdicts.isEmpty()) ? 0 : 1;
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			code = 2;
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		// Whatever still runs, such as the client's threads
		System.exit(code);
	}

	private List<Verdict> run() throws Exception {
		FileSystemUtils.deleteRecursively(this.settings.directory());
		Files.createDirectories(this.settings.directory());
		this.output.println("seed: " + this.settings.seed());
		List<Verdict> verdicts = new ArrayList<>();
		try (Buses buses = new Buses(this.settings)) {
			CampaignParameters parameters = CampaignParameters.of(this.settings, buses.current());
			FaultSchedule schedule = new FaultSchedule(possible(buses.current()), this.settings.seed());
			parameters.print(this.output);
			CampaignFile file = new CampaignFile(this.settings.directory(), this.settings.seed(), parameters.versions(),
					parameters.parameters());
			VerdictTable table = new VerdictTable(this.output);
			table.head();
			long end = System.nanoTime() + this.settings.duration().toNanos();
			for (int round = 1; round <= this.settings.rounds() && System.nanoTime() < end; round++) {
				Fault fault = schedule.next();
				Verdict verdict = buses.run(round, fault, schedule.random(fault));
				verdicts.add(verdict);
				table.row(verdict);
				file.write(verdicts);
			}
		}
		new CampaignSummary(this.output).print(this.settings.seed(), verdicts);
		return verdicts;
	}

	/**
	 * What cannot be done on this machine is left out, and the parameters say why.
	 */
	private List<Fault> possible(Bus bus) {
		List<Fault> possible = this.settings.faults().stream().filter((fault) -> fault.obstacle(bus) == null).toList();
		if (possible.isEmpty()) {
			throw new IllegalArgumentException("None of these faults can be done on this machine");
		}
		return possible;
	}

}
