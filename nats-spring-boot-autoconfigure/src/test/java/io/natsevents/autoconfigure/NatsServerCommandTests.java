package io.natsevents.autoconfigure;

import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class NatsServerCommandTests {

	@ParameterizedTest
	@CsvSource(value = { "--user ada --pass pw, ada", "-user ada, ada", "--user=ada, ada", "-js -user=ada, ada",
			"--user=a=b, a=b", "--user first --user last, last", "user ada, null", "--username ada, null",
			"--user, null", "-js -m 8222, null", "'', null" }, nullValues = "null")
	void findsAnOptionInEveryFormTheServerTakes(String command, String user) {
		assertThat(new NatsServerCommand(Arrays.asList(command.split(" "))).option("user")).isEqualTo(user);
	}

}
