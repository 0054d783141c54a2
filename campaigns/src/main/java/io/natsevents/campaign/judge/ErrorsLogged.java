package io.natsevents.campaign.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.natsevents.campaign.fleet.LogLine;

/**
 * No thread ends by an exception. What is logged as an error breaks no promise, since a
 * fault is a reason to log one, but a person should see it: one line of each origin.
 */
final class ErrorsLogged implements Rule {

	private static final String UNCAUGHT = "Exception in thread";

	private static final int MOST = 5;

	private static final int LONGEST = 240;

	@Override
	public void judge(Evidence evidence, Events events, Findings findings) {
		evidence.errors()
			.stream()
			.filter((line) -> line.text().startsWith(UNCAUGHT))
			.forEach((line) -> findings.violation("thread that ended by an exception",
					line.process() + ": " + line.text()));
		Map<String, List<LogLine>> origins = evidence.errors()
			.stream()
			.filter((line) -> !line.text().startsWith(UNCAUGHT))
			.collect(Collectors.groupingBy(ErrorsLogged::origin, LinkedHashMap::new, Collectors.toList()));
		origins.values()
			.stream()
			.limit(MOST)
			.forEach((lines) -> findings.note("%d times, first by %s: %s".formatted(lines.size(),
					lines.get(0).process(), shortened(lines.get(0).text()))));
	}

	/**
	 * The logger, which stands before the first colon behind the thread.
	 */
	private static String origin(LogLine line) {
		String behindThread = line.text().substring(line.text().lastIndexOf("] ", 160) + 1).strip();
		int colon = behindThread.indexOf(" :");
		return (colon < 0) ? behindThread : behindThread.substring(0, colon).strip();
	}

	private static String shortened(String text) {
		return (text.length() > LONGEST) ? text.substring(0, LONGEST) + "..." : text;
	}

}
