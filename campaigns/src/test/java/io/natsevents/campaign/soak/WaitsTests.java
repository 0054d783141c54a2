package io.natsevents.campaign.soak;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Waits}.
 */
class WaitsTests {

	@Test
	void medianAndLongestAreFound() {
		List<Long> nanos = LongStream.rangeClosed(1, 1000).map((millis) -> millis * 1_000_000).boxed().toList();
		assertThat(Waits.of(nanos)).isEqualTo(new Waits(501, 991, 1000));
	}

	@Test
	void onlyTheFirstDeliveryCounts(@TempDir Path round) throws Exception {
		Files.write(round.resolve("sharing-1-1.handling"),
				List.of("begin 1 5000000 0 ORDERS 7 1 1 publisher-1-1 0 k1 3000000 GOOD", "failed 1 5500000",
						"begin 2 9000000 0 ORDERS 7 2 1 publisher-1-1 0 k1 3000000 GOOD", "done 2 9500000"));
		assertThat(Waits.of(round)).isEqualTo(new Waits(2, 2, 2));
	}

	@Test
	void nothingHandledIsNoFigure(@TempDir Path round) {
		assertThatIllegalStateException().isThrownBy(() -> Waits.of(round)).withMessage("Nothing was handled");
	}

}
