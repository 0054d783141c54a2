package io.natsevents.connection;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerAddress}.
 */
class ServerAddressTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nats://localhost:4222                             | nats://localhost:4222
			nats://ada:secret@localhost:4222                  | nats://localhost:4222
			tls://token@nats.example.org                      | tls://nats.example.org
			[nats://ada:s:cr:t@one:4222, nats://two:4222]     | [nats://one:4222, nats://two:4222]
			localhost                                         | localhost
			""")
	void credentialsAreTakenOut(String text, String shown) {
		assertThat(ServerAddress.withoutCredentials(text)).isEqualTo(shown);
	}

}
