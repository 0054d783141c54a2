package io.natsevents.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.natsevents.benchmark.run.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Results}.
 */
class ResultsTests {

	private static final Result LISTEN = new Result("listen", "events/s", 89_000.0, 100_000.0, 0.89, 0.85, 0.93, 1.01,
			0.01, 1.2, 1.3333, 0.9, Verdict.Kind.MISSED);

	private static final Result LATENCY = new Result("latency", "ms", 0.5, 0.25, 0.5, 0.5, 0.5, 1.0, 0.0, null, null,
			null, Verdict.Kind.REPORTED);

	private final Results results = new Results(Machine.here("2.15.1"), List.of(LISTEN, LATENCY));

	@Test
	void whatIsWrittenIsRead(@TempDir Path directory) {
		Path file = directory.resolve("results.json");
		this.results.write(file);
		assertThat(Results.read(file)).isEqualTo(this.results);
	}

	@Test
	void theFileHasPlainNumbersUnderTheirNames(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("results.json");
		this.results.write(file);
		JsonNode json = new JsonMapper().readTree(file);
		assertThat(json.at("/machine/processors").isInt()).isTrue();
		assertThat(json.at("/machine/natsServer").stringValue()).isEqualTo("2.15.1");
		assertThat(json.at("/cases/0").propertyNames()).contains("name", "unit", "ours", "bare", "ratio", "min", "max",
				"control", "cpuRatio", "allocRatio", "floor");
		assertThat(json.at("/cases/0/allocRatio").doubleValue()).isEqualTo(1.3333);
		assertThat(json.at("/cases/1/floor").isNull()).isTrue();
		assertThat(Files.readString(file)).contains("\"ours\" : 89000.0");
	}

	@Test
	void whatALaterVersionWroteMoreIsIgnored(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("results.json");
		this.results.write(file);
		Files.writeString(file, Files.readString(file).replace("\"cases\"", "\"later\" : 1, \"cases\""));
		assertThat(Results.read(file)).isEqualTo(this.results);
	}

	@Test
	void aRowIsFoundByItsName() {
		assertThat(this.results.find("latency")).contains(LATENCY);
		assertThat(this.results.find("publish-sync")).isEmpty();
	}

}
