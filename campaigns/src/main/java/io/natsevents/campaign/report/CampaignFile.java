package io.natsevents.campaign.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.natsevents.campaign.judge.Verdict;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file with all that a campaign has found so far. Whenever the campaign ends, it is
 * complete for the rounds that were judged.
 */
public final class CampaignFile {

	private static final String NAME = "campaign.json";

	private final JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final Instant date = Instant.now();

	private final Path directory;

	private final long seed;

	private final Map<String, String> versions;

	private final Map<String, Object> parameters;

	/**
	 * Describe the campaign.
	 * @param directory where the file is written to
	 * @param seed of what is random
	 * @param versions of what takes part
	 * @param parameters all that was chosen
	 */
	public CampaignFile(Path directory, long seed, Map<String, String> versions, Map<String, Object> parameters) {
		this.directory = directory;
		this.seed = seed;
		this.versions = versions;
		this.parameters = parameters;
	}

	/**
	 * Write it anew.
	 * @param verdicts of all rounds so far
	 */
	public void write(List<Verdict> verdicts) {
		Content content = new Content(this.date.toString(), this.seed, this.versions, this.parameters,
				verdicts.stream().map(RoundRow::of).toList(), FaultRow.of(verdicts), FaultRow.ofNothingLost(verdicts),
				FaultRow.totals(verdicts));
		try {
			Path written = this.directory.resolve(NAME + ".new");
			this.mapper.writeValue(written.toFile(), content);
			Files.move(written, this.directory.resolve(NAME), StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Content(String date, long seed, Map<String, String> versions, Map<String, Object> parameters,
			List<RoundRow> rounds, List<FaultRow> faults, FaultRow nothingLost, FaultRow totals) {
	}

}
