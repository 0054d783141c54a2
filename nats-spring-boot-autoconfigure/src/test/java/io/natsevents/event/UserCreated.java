package io.natsevents.event;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * The data of the golden file {@code user-created.json}, whose bytes every codec writes.
 */
record UserCreated(long id, String name, Instant registeredAt, Duration trial, BigDecimal credit, Address address,
		List<String> roles, @Nullable String invitedBy) {

	static final UserCreated EXAMPLE = new UserCreated(42, "Euro € 😀", Instant.parse("2026-01-02T03:04:05.123456789Z"),
			Duration.ofSeconds(90), new BigDecimal("19.90"), new Address("Línea \"A\"", null), List.of("admin", "user"),
			null);

	static Event<UserCreated> event() {
		return Event.of("auth.user.created", EXAMPLE)
			.id("019b7c2f-1f83-7a01-8c4e-3d5f6a7b8c9d")
			.time(Instant.parse("2026-01-02T03:04:05.123456789Z"))
			.source("urn:service:auth")
			.organizationId("acme")
			.schemaVersion("1.1")
			.entity("user/42")
			.correlationId("signup-7")
			.causationId("019b7c2f-1f80-7000-9b1c-0a1b2c3d4e5f")
			.idempotencyKey("signup/42")
			.visibility(Visibility.PARTNER)
			.extension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
			.extension("dataschema", "urn:schema:auth.user.created:1.1");
	}

	static String json() throws Exception {
		return new ClassPathResource("user-created.json", UserCreated.class).getContentAsString(StandardCharsets.UTF_8);
	}

	record Address(String street, @Nullable String zip) {

	}

}
