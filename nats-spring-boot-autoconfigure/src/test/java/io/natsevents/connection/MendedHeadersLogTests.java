package io.natsevents.connection;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said of mended headers.
 */
@ExtendWith(OutputCaptureExtension.class)
class MendedHeadersLogTests {

	@Test
	void eachKindOfDefectIsLoggedOnceAMinute(CapturedOutput output) {
		AtomicLong now = new AtomicLong();
		MendedHeadersLog log = new MendedHeadersLog(now::get);
		log.accept("auth.user.created", EnumSet.of(HeaderDefect.VALUE, HeaderDefect.NAME));
		log.accept("auth.other", EnumSet.of(HeaderDefect.VALUE, HeaderDefect.NAME));
		log.accept("auth.status\u001b" + "x".repeat(300), EnumSet.of(HeaderDefect.STATUS));
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).hasSize(2);
		assertThat(output).contains("A message on 'auth.user.created' has headers that the NATS client for Java cannot"
				+ " read, so they were mended: a value is not ASCII and was percent-encoded; a header without a legal"
				+ " name was dropped. Its body is as it was.");
		assertThat(output).contains("'auth.status?xxx").doesNotContain("x".repeat(200));
		now.addAndGet(Duration.ofMinutes(1).toNanos());
		log.accept("auth.later", EnumSet.of(HeaderDefect.STATUS));
		assertThat(output).contains("A message on 'auth.later'");
	}

}
