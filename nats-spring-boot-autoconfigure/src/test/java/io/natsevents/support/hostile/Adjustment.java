package io.natsevents.support.hostile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * Data with all kinds of fields.
 */
public record Adjustment(@NotBlank String buffer, @Max(1_000_000) int quantity, @Nullable Long total,
		@Nullable Double factor, @Nullable BigDecimal amount, @Nullable BigInteger units, @Nullable LocalDate day,
		@Nullable Instant at, @Nullable Duration window, @Nullable Zone zone, @Nullable @Valid Place place,
		@Nullable UUID order, @Nullable List<String> tags, @Nullable Map<String, @Nullable Object> more) {

	/**
	 * A zone of a buffer.
	 */
	public enum Zone {

		/** Nearly empty. */
		RED,

		/** To be filled. */
		YELLOW,

		/** Full. */
		GREEN

	}

	/**
	 * Where it is.
	 */
	public record Place(@NotBlank String site, int shelf, @Nullable Place within) {
	}

}
