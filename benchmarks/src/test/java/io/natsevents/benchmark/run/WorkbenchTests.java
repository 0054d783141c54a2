package io.natsevents.benchmark.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Workbench}.
 */
class WorkbenchTests {

	@Test
	void anApplicationHasMetersAndATracerOnlyWhenItIsAskedFor() throws Exception {
		try (Workbench workbench = new Workbench(Effort.trial())) {
			ApplicationContext plain = workbench.application(Application.class);
			assertThat(plain.getBeansOfType(MeterRegistry.class)).isNotEmpty();
			assertThat(plain.getBeansOfType(Tracer.class)).isEmpty();
			ApplicationContext traced = workbench.application(Application.class, Workbench.TRACED);
			assertThat(traced.getBeansOfType(Tracer.class)).hasSize(1);
		}
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
