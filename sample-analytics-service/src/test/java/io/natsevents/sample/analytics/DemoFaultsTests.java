package io.natsevents.sample.analytics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DemoFaults}.
 */
class DemoFaultsTests {

	private final DemoFaults faults = new DemoFaults(true);

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "Ada", "not poison", "flaky", "flaky-", "slow-x", "" })
	void otherNamesDoNothing(String displayName) {
		assertThatCode(() -> this.faults.apply(displayName, 1)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "poison", "poisoned Ada", "flaky-9", "crash" })
	void nothingFailsUnlessEnabled(String displayName) {
		assertThatCode(() -> new DemoFaults(false).apply(displayName, 1)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 6, 1000 })
	void poisonAlwaysFails(long deliveryCount) {
		assertThatIllegalStateException().isThrownBy(() -> this.faults.apply("poison", deliveryCount));
		assertThatIllegalStateException().isThrownBy(() -> this.faults.apply("poisoned\nAda", deliveryCount));
	}

	@Test
	void flakyFailsOnTheFirstDeliveries() {
		assertThatIllegalStateException().isThrownBy(() -> this.faults.apply("flaky-2", 1));
		assertThatIllegalStateException().isThrownBy(() -> this.faults.apply("flaky-2 Ada", 2));
		assertThatCode(() -> this.faults.apply("flaky-2", 3)).doesNotThrowAnyException();
		assertThatCode(() -> this.faults.apply("flaky-0", 1)).doesNotThrowAnyException();
	}

	@Test
	void slowTakesItsTime() throws InterruptedException {
		long start = System.nanoTime();
		this.faults.apply("slow-100", 1);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void crashHaltsTheJvm() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Crash.class.getName())
			.inheritIO()
			.start();
		try {
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(137);
		}
		finally {
			process.destroyForcibly();
		}
	}

	static class Crash {

		public static void main(String[] args) throws InterruptedException {
			new DemoFaults(true).apply("crash", 1);
		}

	}

}
