package io.natsevents.benchmark.report;

import java.util.List;
import java.util.Locale;

import io.natsevents.benchmark.run.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A row as it is printed.
 */
public final class ResultLine {

	private ResultLine() {
	}

	/**
	 * Print a row.
	 * @param result the row
	 * @param remarks what is to be said of it
	 * @return one line
	 */
	public static String of(Result result, List<String> remarks) {
		StringBuilder line = new StringBuilder();
		line.append(result.name())
			.append(" ours=")
			.append(figure(result.ours()))
			.append(" bare=")
			.append(figure(result.bare()))
			.append(" ratio=")
			.append(ratio(result.ratio()))
			.append(" control=")
			.append(ratio(result.control()))
			.append(" (")
			.append(ratio(result.min()))
			.append(" to ")
			.append(ratio(result.max()))
			.append(", ±")
			.append(ratio(result.spread()))
			.append(')');
		if (result.cpuRatio() != null) {
			line.append(" cpu=").append(ratio(result.cpuRatio()));
		}
		if (result.allocRatio() != null) {
			line.append(" bytes=").append(ratio(result.allocRatio()));
		}
		line.append(' ').append(result.unit());
		if (result.verdict() != Verdict.Kind.REPORTED) {
			line.append(' ').append(result.verdict());
		}
		remarks.forEach((remark) -> line.append("; ").append(remark));
		return line.toString();
	}

	private static String figure(@Nullable Double figure) {
		if (figure == null) {
			return "-";
		}
		return String.format(Locale.ROOT, (Math.abs(figure) >= 100) ? "%.0f" : "%.3f", figure);
	}

	private static String ratio(@Nullable Double ratio) {
		return (ratio != null) ? String.format(Locale.ROOT, "%.3f", ratio) : "-";
	}

}
