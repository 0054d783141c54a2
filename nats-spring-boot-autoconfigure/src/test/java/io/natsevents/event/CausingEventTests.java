package io.natsevents.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CausingEventTests {

	private final Event<String> outer = Event.of("auth.user.created", "x").correlationId("order-7");

	private final Event<String> inner = Event.of("auth.user.deleted", "x");

	@Test
	void thereIsNoneOutsideAHandler() {
		assertThat(CausingEvent.current()).isNull();
	}

	@Test
	void scopesNestAndRestoreWhatWasBefore() {
		try (CausingEvent.Scope first = CausingEvent.open(this.outer)) {
			assertThat(first).isNotNull();
			assertThat(CausingEvent.current()).isEqualTo(new CausingEvent(this.outer.id(), "order-7"));
			try (CausingEvent.Scope second = CausingEvent.open(this.inner)) {
				assertThat(second).isNotSameAs(first);
				assertThat(CausingEvent.current()).isEqualTo(new CausingEvent(this.inner.id(), this.inner.id()));
			}
			assertThat(CausingEvent.current()).isEqualTo(new CausingEvent(this.outer.id(), "order-7"));
		}
		assertThat(CausingEvent.current()).isNull();
	}

	@Test
	void belongsToOneThread() throws Exception {
		try (CausingEvent.Scope scope = CausingEvent.open(this.outer)) {
			assertThat(scope).isNotNull();
			assertThat(CompletableFuture.supplyAsync(() -> CausingEvent.current() == null).get(10, TimeUnit.SECONDS))
				.isTrue();
		}
	}

}
