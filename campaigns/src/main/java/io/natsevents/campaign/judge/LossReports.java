package io.natsevents.campaign.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.fleet.MemberLogs;
import io.natsevents.campaign.process.Status;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects what all processes told in a round of events that are gone.
 */
final class LossReports {

	private static final String STATUS = ".status";

	private static final Pattern NANOS = Pattern.compile("^\\{\"nanos\":(\\d+),");

	private static final JsonMapper mapper = new JsonMapper();

	private LossReports() {
	}

	static List<LossReport> read(Path round, Strike strike) {
		List<LossReport> all = new ArrayList<>();
		for (Path log : EvidenceFiles.files(round, MemberLogs.LOG)) {
			all.addAll(LossReportReader.ofLog(name(log, MemberLogs.LOG), text(log)));
		}
		for (Path file : EvidenceFiles.files(round.resolveSibling("."), STATUS)) {
			String life = name(file, STATUS);
			String member = life.substring(0, life.lastIndexOf('-'));
			Map<Boolean, String> health = health(text(file), strike.begin());
			all.addAll(
					LossReportReader.ofHealth(member, health.getOrDefault(false, ""), health.getOrDefault(true, "")));
		}
		return all;
	}

	/**
	 * The last health before the strike, and the last of all.
	 */
	private static Map<Boolean, String> health(String statuses, long begin) {
		Map<Boolean, String> last = new LinkedHashMap<>();
		// The last line may be cut off where its process was killed
		statuses.lines().filter((line) -> line.endsWith("}")).forEach((line) -> last.put(nanos(line) > begin, line));
		Map<Boolean, String> health = new LinkedHashMap<>();
		last.forEach((after, line) -> health.put(after, mapper.readValue(line, Status.class).health().toString()));
		return health;
	}

	/**
	 * There are too many lines to read all of each.
	 */
	private static long nanos(String line) {
		Matcher matcher = NANOS.matcher(line);
		return matcher.find() ? Long.parseLong(matcher.group(1)) : mapper.readValue(line, Status.class).nanos();
	}

	private static String name(Path file, String suffix) {
		String name = file.getFileName().toString();
		return name.substring(0, name.length() - suffix.length());
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
