package io.natsevents.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link NatsServerBinary}.
 */
class NatsServerBinaryTests {

	@TempDir
	Path directory;

	@Test
	void environmentVariableWinsOverPath() throws IOException {
		Path configured = program("configured", "");
		program("nats-server", "");
		assertThat(NatsServerBinary
			.find(Map.of("nats_server_path", configured.toString(), "PATH", this.directory.toString()))
			.path()).isEqualTo(configured);
	}

	@Test
	void firstOnThePathIsFound() throws IOException {
		Path program = program("nats-server", "");
		String path = this.directory.resolve("missing") + File.pathSeparator + this.directory;
		assertThat(NatsServerBinary.find(Map.of("PATH", path)).path()).isEqualTo(program);
	}

	@Test
	void wrongEnvironmentVariableIsNotPassedOver() throws IOException {
		program("nats-server", "");
		assertThatIllegalStateException()
			.isThrownBy(() -> NatsServerBinary
				.find(Map.of("nats_server_path", "/no/such/file", "PATH", this.directory.toString())))
			.withMessage("The environment variable nats_server_path is /no/such/file, which is not an executable file");
	}

	@Test
	void missingProgramSaysWhatToDo() {
		assertThatIllegalStateException()
			.isThrownBy(() -> NatsServerBinary.find(Map.of("PATH", this.directory.toString())))
			.withMessageContaining("install nats-server 2.10 or newer")
			.withMessageContaining("nats_server_path");
	}

	@Test
	void versionIsReadFromTheProgram() throws IOException {
		Path program = program("nats-server", "echo nats-server: v2.15.1");
		assertThat(new NatsServerBinary(program).version()).isEqualTo("2.15.1");
	}

	@Test
	void anotherProgramIsNotTakenForANatsServer() throws IOException {
		Path program = program("nats-server", "echo something else");
		assertThatIllegalStateException().isThrownBy(() -> new NatsServerBinary(program).version())
			.withMessageContaining("something else");
	}

	private Path program(String name, String command) throws IOException {
		Path file = Files.writeString(this.directory.resolve(name), "#!/bin/sh\n" + command + "\n");
		assertThat(file.toFile().setExecutable(true)).isTrue();
		return file;
	}

}
