package io.natsevents.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerVersion}.
 */
class ServerVersionTests {

	private static final ServerVersion LIMIT = new ServerVersion("2.10.23");

	@ParameterizedTest
	@ValueSource(strings = { "2.10.22", "2.9.25", "1.4.1", "2.10", "2.10.22-RC.1", "v2.10.3" })
	void olderVersions(String version) {
		assertThat(new ServerVersion(version).isOlderThan(LIMIT)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2.10.23", "2.10.27", "2.11.0", "2.15.1", "3.0.0", "2.100", "2.14.0-RC.2" })
	void newerVersions(String version) {
		assertThat(new ServerVersion(version).isOlderThan(LIMIT)).isFalse();
	}

	@Test
	void anUnreadableVersionIsNothingToWarnOf() {
		assertThat(new ServerVersion("dev").isOlderThan(LIMIT)).isFalse();
	}

	@Test
	void theStateKnows() {
		assertThat(new ConnectionState(true, "nats://localhost:4222", "2.10.22", null, 0, false).isServerOutdated())
			.isTrue();
		assertThat(new ConnectionState(true, "nats://localhost:4222", "2.15.1", null, 0, false).isServerOutdated())
			.isFalse();
		assertThat(new ConnectionState(false, null, null, null, 0, false).isServerOutdated()).isFalse();
	}

}
