package io.natsevents.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SchemaVersionTests {

	@ParameterizedTest
	@CsvSource({ "1.0, 1, 0", "1.1, 1, 1", "2.0, 2, 0", "12.345, 12, 345", "999999999.0, 999999999, 0" })
	void readsAndWritesMajorAndMinor(String text, int major, int minor) {
		SchemaVersion version = SchemaVersion.parse(text);
		assertThat(version).isEqualTo(new SchemaVersion(major, minor));
		assertThat(version).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1", "1.", ".0", "1.0.0", "v1.0", "1,0", "-1.0", "1.-1", " 1.0", "1.0 ", "0.1",
			"1000000000.0", "1.x", "." })
	void refusesOtherForms(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SchemaVersion.parse(text))
			.withMessageContaining("schemaVersion");
	}

	@Test
	void ordersByMajorThenMinor() {
		assertThat(SchemaVersion.parse("2.0")).isGreaterThan(SchemaVersion.parse("1.9"));
		assertThat(SchemaVersion.parse("1.10")).isGreaterThan(SchemaVersion.parse("1.9"));
	}

}
