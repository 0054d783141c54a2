package io.natsevents.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportedErrors}.
 */
class ReportedErrorsTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final ReportedErrors errors = new ReportedErrors(this.now::get);

	@Test
	void sameErrorIsNewsAgainAfterAMinute() {
		assertThat(this.errors.isNews("Stale Connection")).isTrue();
		assertThat(this.errors.isNews("Stale Connection")).isFalse();
		this.now.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(this.errors.isNews("Stale Connection")).isFalse();
		this.now.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.errors.isNews("Stale Connection")).isTrue();
	}

	@Test
	void acknowledgementsAndInboxesAreAlikeAndSubjectsAreNot() {
		assertThat(this.errors.isNews(publish("$JS.ACK.AUTH_EVENTS.users.1.2.3.1795.0"))).isTrue();
		assertThat(this.errors.isNews(publish("$JS.ACK.AUTH_EVENTS.users.1.3.4.1796.7"))).isFalse();
		assertThat(this.errors.isNews(publish("$JS.ACK.AUTH_EVENTS.roles.1.2.3.1795.0"))).isTrue();
		assertThat(this.errors.isNews(subscription("_INBOX_app.Ab1.*"))).isTrue();
		assertThat(this.errors.isNews(subscription("_INBOX_app.Cd2.*"))).isFalse();
		assertThat(this.errors.isNews(subscription("orders.>"))).isTrue();
	}

	@Test
	void oldestKindIsForgottenBeyondAHundred() {
		for (char kind = 1; kind <= 101; kind++) {
			assertThat(this.errors.isNews("error " + (char) ('a' + kind))).isTrue();
		}
		assertThat(this.errors.isNews("error b")).isTrue();
		assertThat(this.errors.isNews("error " + (char) ('a' + 101))).isFalse();
	}

	private static String publish(String subject) {
		return "Permissions Violation for Publish to \"" + subject + "\"";
	}

	private static String subscription(String subject) {
		return "Permissions Violation for Subscription to \"" + subject + "\" (sid \"12\")";
	}

}
