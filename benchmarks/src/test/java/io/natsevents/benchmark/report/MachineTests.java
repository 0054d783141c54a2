package io.natsevents.benchmark.report;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Machine}.
 */
class MachineTests {

	@Test
	void buildsOfOneFeatureReleaseAreTheSameJava() {
		Machine seventeen = withJava("OpenJDK 64-Bit Server VM 17.0.15+6-Debian-1deb12u1");
		assertThat(seventeen.hasJavaOf(withJava("OpenJDK 64-Bit Server VM 17.0.19+10"))).isTrue();
		assertThat(seventeen.hasJavaOf(withJava("OpenJDK 64-Bit Server VM 25.0.3+9-LTS"))).isFalse();
	}

	@Test
	void theJavaOfThisMachineIsUnderstood() {
		Machine here = Machine.here("2.15.1");
		assertThat(here.hasJavaOf(here)).isTrue();
	}

	@Test
	void aJavaWithoutAVersionIsRefusedAsIs() {
		assertThatIllegalStateException().isThrownBy(() -> withJava("some Java").hasJavaOf(Machine.here("2.15.1")))
			.withMessage("'some Java' does not end with the version of a JVM;"
					+ " a baseline is a copy of target/results.json");
	}

	private static Machine withJava(String java) {
		return new Machine(2, 23, "Linux", java, "2.15.1");
	}

}
