package io.natsevents.listen;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.natsevents.listen.ListenerState.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerStatus}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerStatusTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final ListenerStatus status = new ListenerStatus("users-on", Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void beginsStopped() {
		assertThat(this.status.get()).isEqualTo(new ListenerState(Phase.STOPPED, null, NOW));
	}

	@Test
	void troubleIsLoggedOnceAndItsEndToo(CapturedOutput output) {
		this.status.become(Phase.PULLING);
		this.status.become(Phase.RECOVERING, "no answer");
		this.status.become(Phase.RECOVERING, "no answer");
		this.status.become(Phase.RECOVERING, "still none");
		assertThat(this.status.get().reason()).isEqualTo("still none");
		this.status.become(Phase.PULLING);
		this.status.become(Phase.PULLING);
		assertThat(this.status.get()).isEqualTo(new ListenerState(Phase.PULLING, null, NOW));
		assertThat(output).containsOnlyOnce("Listener users-on is RECOVERING: no answer")
			.containsOnlyOnce("Listener users-on is PULLING again")
			.doesNotContain("still none");
	}

	@Test
	void reasonEndsThoughThePhaseGoesOn() {
		this.status.become(Phase.PULLING, "waits for what was delivered before");
		this.status.become(Phase.PULLING);
		assertThat(this.status.get()).isEqualTo(new ListenerState(Phase.PULLING, null, NOW));
	}

	@Test
	void failureStaysUntilTheNextStart() {
		this.status.become(Phase.FAILED, "out of memory");
		this.status.become(Phase.PULLING);
		this.status.become(Phase.STOPPED);
		assertThat(this.status.get().phase()).isEqualTo(Phase.FAILED);
		assertThat(this.status.get().reason()).isEqualTo("out of memory");
		this.status.become(Phase.STARTING);
		assertThat(this.status.get()).isEqualTo(new ListenerState(Phase.STARTING, null, NOW));
	}

}
