package io.natsevents.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.natsevents.benchmark.cases.Cases;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Effort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link BenchSettings}.
 */
class BenchSettingsTests {

	private static final List<BenchmarkCase> ALL = Cases.all();

	@Test
	void withoutArgumentsEveryCaseRunsFiveRoundsOrMore() {
		BenchSettings settings = parse();
		assertThat(settings.cases()).isEqualTo(ALL);
		assertThat(settings.effort()).isEqualTo(Effort.full(Duration.ofSeconds(25)));
		assertThat(settings.effort().rounds()).isEqualTo(5);
		assertThat(settings.results()).isEqualTo(Path.of("benchmarks/target/results.json"));
		assertThat(settings.baseline()).isEqualTo(Path.of("benchmarks/baseline.json"));
	}

	@Test
	void quickRunsTheFiveThatShowFirst() {
		assertThat(names(parse("--quick"))).containsExactly("publish-sync", "publish-async", "publish-all", "listen",
				"listen-batch");
	}

	@Test
	void onlyMayBeRepeated() {
		assertThat(names(parse("--only", "listen", "--only", "publish-all"))).containsExactly("listen", "publish-all");
	}

	@Test
	void roundsCanBeSaid() {
		assertThat(parse("--rounds", "9").effort().rounds()).isEqualTo(9);
		assertThat(parse("--rounds", "9").effort().time()).isZero();
	}

	@Test
	void aCaseThereIsNotIsRefusedWithThoseThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("--only", "lisen"))
			.withMessageStartingWith("There is no case 'lisen', only publish-sync, ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "many", "" })
	void whatIsNoNumberOfRoundsIsRefused(String rounds) {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("--rounds", rounds))
			.withMessageStartingWith("'" + rounds + "' is not a number of rounds.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--only", "--rounds" })
	void anOptionWithoutItsValueIsRefused(String option) {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("--quick", option))
			.withMessageStartingWith(option + " needs a value.");
	}

	@Test
	void anUnknownArgumentIsRefusedWithTheUsage() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse("--fast"))
			.withMessage("'--fast' is not understood.\n" + BenchSettings.usage());
	}

	private static BenchSettings parse(String... arguments) {
		return BenchSettings.parse(arguments, ALL, Path.of("benchmarks"));
	}

	private static List<String> names(BenchSettings settings) {
		return settings.cases().stream().map(BenchmarkCase::name).toList();
	}

}
