package io.natsevents.benchmark.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of one run.
 *
 * @param machine what they were measured on
 * @param cases the rows
 */
public record Results(Machine machine, List<Result> cases) {

	private static final JsonMapper mapper = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/**
	 * Read them.
	 * @param file where they were written
	 * @return the results
	 */
	public static Results read(Path file) {
		return mapper.readValue(file, Results.class);
	}

	/**
	 * Write them as JSON.
	 * @param file where to
	 */
	public void write(Path file) {
		mapper.writeValue(file, this);
	}

	/**
	 * Find a row.
	 * @param name its name
	 * @return the row, if it was measured
	 */
	public Optional<Result> find(String name) {
		return this.cases.stream().filter((result) -> result.name().equals(name)).findFirst();
	}

}
