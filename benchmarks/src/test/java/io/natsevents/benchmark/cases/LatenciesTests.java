package io.natsevents.benchmark.cases;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class LatenciesTests {

	@Test
	void whatComesBeforeTheFirstThatCountsIsLeftOut() throws InterruptedException {
		Latencies latencies = new Latencies("handled", 4);
		latencies.record(0, 1000);
		latencies.record(3, 10);
		latencies.record(2, 30);
		latencies.record(1, 20);
		assertThat(latencies.percentile(0, 1)).isEqualTo(1000);
		assertThat(latencies.percentile(1, 1)).isEqualTo(30);
		assertThat(latencies.percentile(1, 0.5)).isEqualTo(20);
	}

	@Test
	void anEventThatComesAgainCountsOnce() throws InterruptedException {
		Latencies latencies = new Latencies("handled", 2);
		latencies.record(0, 10);
		latencies.record(0, 99);
		latencies.record(1, 20);
		assertThat(latencies.percentile(0, 1)).isEqualTo(20);
	}

}
