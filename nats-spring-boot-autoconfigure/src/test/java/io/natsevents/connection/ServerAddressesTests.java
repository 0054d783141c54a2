package io.natsevents.connection;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerAddresses}.
 */
class ServerAddressesTests {

	@Test
	void userAndPasswordAreTakenOut() {
		assertThat(ServerAddresses.withoutSecrets("nats://ada:pa:ss@one:4222")).isEqualTo("nats://one:4222");
	}

	@Test
	void tokenIsTakenOut() {
		assertThat(ServerAddresses.withoutSecrets("tls://s3cret@one")).isEqualTo("tls://one");
	}

	@Test
	void everyAddressOfAMessageIsCleaned() {
		assertThat(ServerAddresses.withoutSecrets("Unable to connect: [nats://a:b@one:1, nats://c:d@two:2]"))
			.isEqualTo("Unable to connect: [nats://one:1, nats://two:2]");
	}

	@Test
	void addressWithoutSecretsStays() {
		assertThat(ServerAddresses.withoutSecrets(List.of("nats://one:4222", "two"))).containsExactly("nats://one:4222",
				"two");
	}

}
