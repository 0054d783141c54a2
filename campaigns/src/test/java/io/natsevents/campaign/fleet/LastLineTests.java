package io.natsevents.campaign.fleet;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastLine}.
 */
class LastLineTests {

	@TempDir
	private Path directory;

	@Test
	void lineThatIsNotCompleteIsPassedOver() throws Exception {
		assertThat(LastLine.of(write(""))).isEmpty();
		assertThat(LastLine.of(write("one"))).isEmpty();
		assertThat(LastLine.of(write("one\n"))).hasValue("one");
		assertThat(LastLine.of(write("one\ntwo\nthr"))).hasValue("two");
		assertThat(LastLine.of(write(("x".repeat(99) + "\n").repeat(10_000) + "last\n"))).hasValue("last");
	}

	@Test
	void fileThatIsNotThereHasNone() {
		assertThat(LastLine.of(this.directory.resolve("missing"))).isEmpty();
	}

	private Path write(String text) throws Exception {
		return Files.writeString(this.directory.resolve("file"), text);
	}

}
