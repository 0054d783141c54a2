package io.natsevents.connection;

import io.natsevents.connection.PermissionViolation.Action;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PermissionViolation}, with the words of nats-server 2.15.1.
 */
class PermissionViolationTests {

	@Test
	void publishingIsUnderstood() {
		assertThat(PermissionViolation.in("Permissions Violation for Publish to \"auth.user.created\""))
			.isEqualTo(new PermissionViolation(Action.PUBLISH, "auth.user.created"));
	}

	@Test
	void subscribingIsUnderstood() {
		assertThat(PermissionViolation.in("Permissions Violation for Subscription to \"_INBOX_app.x.*\" (sid \"1\")"))
			.isEqualTo(new PermissionViolation(Action.SUBSCRIBE, "_INBOX_app.x.*"));
	}

	@Test
	void otherErrorsAreNone() {
		assertThat(PermissionViolation.in("Authorization Violation")).isNull();
		assertThat(PermissionViolation.in("Permissions Violation for Publish to \"cut short")).isNull();
		assertThat(PermissionViolation.in("")).isNull();
	}

}
