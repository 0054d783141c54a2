package io.natsevents.campaign.soak;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The table of a soak.
 */
public final class SoakTable {

	private final PrintStream output;

	public SoakTable(PrintStream output) {
		this.output = output;
	}

	/**
	 * Print it.
	 */
	public void print(SoakReport report) {
		this.output.println("| of | what | first quarter | last quarter | growth | most | limit | flat |");
		this.output.println("| --- ".repeat(8) + "|");
		for (SoakRow row : report.rows()) {
			this.output.println(
					String.format(Locale.ROOT, "| %s | %s | %.0f | %.0f | %.0f | %d | %d | %s |", row.of(), row.what(),
							row.first(), row.last(), row.growth(), row.most(), row.limit(), row.flat() ? "yes" : "NO"));
		}
		this.output
			.println(String.format(Locale.ROOT, "%d events in %d s: %d handled, %d parked, %d lost, %d promises broken",
					report.counts().published(), report.seconds(), report.counts().handled(), report.counts().parked(),
					report.counts().lost(), report.violations().size()));
		report.violations().stream().limit(10).forEach((line) -> this.output.println("  " + line));
		this.output.println(report.passed() ? "flat, and nothing lost" : "FAILED");
	}

}
