package io.natsevents.deadletter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StackTraceText}.
 */
class StackTraceTextTests {

	@Test
	void isReadAsItWasWritten() {
		String header = StackTraceText.encode(new IllegalStateException("C:\\new", new RuntimeException("first")));
		assertThat(header).matches("[ -~]+").startsWith("java.lang.IllegalStateException: C:\\\\new\\n  at ");
		assertThat(StackTraceText.decode(header)).startsWith("java.lang.IllegalStateException: C:\\new\n  at ")
			.contains("\n  at " + StackTraceTextTests.class.getName() + ".isReadAsItWasWritten(")
			.contains("\nCaused by: java.lang.RuntimeException: first\n");
	}

	@Test
	void isBoundedAndKeepsTheFirstCause() {
		Throwable failure = new IllegalArgumentException("the first one");
		for (int i = 0; i < 10; i++) {
			failure = new IllegalStateException("x".repeat(5000), failure);
		}
		String header = StackTraceText.encode(failure);
		assertThat(header.length()).isLessThanOrEqualTo(8192).isGreaterThan(3000);
		assertThat(StackTraceText.decode(header))
			.contains("Caused by: java.lang.IllegalArgumentException: the first one");
		for (int i = 0; i < 100; i++) {
			failure = new IllegalStateException("x".repeat(5000), failure);
		}
		assertThat(StackTraceText.encode(failure)).hasSizeLessThanOrEqualTo(8192);
	}

	@Test
	void aCircleEnds() {
		RuntimeException one = new RuntimeException("one");
		one.initCause(new RuntimeException("two", one));
		assertThat(StackTraceText.encode(one)).containsOnlyOnce("Caused by");
	}

	@Test
	void whatIsNotOursIsLeftAsItIs() {
		assertThat(StackTraceText.decode(null)).isNull();
		assertThat(StackTraceText.decode("a\\")).isEqualTo("a\\");
		assertThat(StackTraceText.decode("\\t\\\\n")).isEqualTo("\\t\\n");
	}

}
