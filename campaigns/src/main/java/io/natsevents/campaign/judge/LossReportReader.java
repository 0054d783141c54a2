package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.natsevents.campaign.judge.LossReport.Kind;
import io.natsevents.campaign.judge.LossReport.Source;

/**
 * Reads what a process told of events that are gone.
 */
final class LossReportReader {

	private static final Pattern WENT_BACK = Pattern.compile(
			"ERROR.* Stream (\\S+) went back: it had confirmed sequence (\\d+) to .*, and lost what it held from (\\d+) on");

	private static final Pattern DISCARDED = Pattern.compile("ERROR.* at least (\\d+) event\\(s\\) of stream (\\S+)"
			+ " between sequences (\\d+) and (\\d+) were discarded");

	private static final Pattern HEALTH_BACK = Pattern.compile("wentBack=\\{(.*?\\})\\}");

	private static final Pattern HEALTH_MISSED = Pattern
		.compile("stream=([^,}]+), durable=[^,}]+, missed=\\{([^}]*)\\}");

	private static final Pattern ENTRY = Pattern.compile("([^,={} ]+)=\\{([^}]*)\\}");

	private static final Pattern FIELD = Pattern.compile("(\\w+)=([^,}]+)");

	private LossReportReader() {
	}

	static List<LossReport> ofLog(String member, String log) {
		List<LossReport> found = new ArrayList<>();
		WENT_BACK.matcher(log)
			.results()
			.forEach((match) -> found.add(new LossReport(member, Source.LOG, Kind.WENT_BACK, match.group(1),
					number(match, 3), number(match, 2), 0)));
		DISCARDED.matcher(log)
			.results()
			.forEach((match) -> found.add(new LossReport(member, Source.LOG, Kind.DISCARDED, match.group(2),
					number(match, 3), number(match, 4), number(match, 1))));
		return found;
	}

	/**
	 * Read what the health says that it did not say before.
	 */
	static List<LossReport> ofHealth(String member, String before, String now) {
		List<LossReport> found = new ArrayList<>(ofHealth(member, now));
		List<LossReport> known = ofHealth(member, before);
		found.removeAll(known);
		return found.stream().map((report) -> report.since(known)).toList();
	}

	private static List<LossReport> ofHealth(String member, String health) {
		List<LossReport> found = new ArrayList<>();
		Matcher back = HEALTH_BACK.matcher(health);
		if (back.find()) {
			ENTRY.matcher(back.group(1)).results().forEach((entry) -> {
				Map<String, String> fields = fields(entry.group(2));
				found.add(new LossReport(member, Source.HEALTH, Kind.WENT_BACK, entry.group(1), number(fields, "to"),
						number(fields, "from"), 0));
			});
		}
		HEALTH_MISSED.matcher(health).results().forEach((entry) -> {
			Map<String, String> fields = fields(entry.group(2));
			found.add(new LossReport(member, Source.HEALTH, Kind.DISCARDED, entry.group(1),
					number(fields, "firstSequence"), number(fields, "lastSequence"), number(fields, "count")));
		});
		return found;
	}

	private static Map<String, String> fields(String text) {
		Map<String, String> fields = new HashMap<>();
		FIELD.matcher(text).results().forEach((field) -> fields.put(field.group(1), field.group(2)));
		return fields;
	}

	private static long number(MatchResult match, int group) {
		return Long.parseLong(match.group(group));
	}

	private static long number(Map<String, String> fields, String name) {
		return Long.parseLong(fields.getOrDefault(name, "0"));
	}

}
