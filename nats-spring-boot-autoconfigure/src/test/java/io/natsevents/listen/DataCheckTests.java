package io.natsevents.listen;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.natsevents.event.Event;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link DataCheck}.
 */
class DataCheckTests {

	private final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	@BeforeEach
	void start() {
		this.validator.afterPropertiesSet();
	}

	@AfterEach
	void stop() {
		this.validator.close();
	}

	@Test
	void validationThatNobodyAskedForIsNotDone() {
		assertThatNoException().isThrownBy(() -> check("plain").check(event(new User("", ""))));
	}

	@Test
	void dataThatIsNotValidIsNamedByFieldAndRuleWithoutItsValue() {
		assertThatNoException().isThrownBy(() -> check("valid").check(event(new User("ada", ""))));
		assertThatExceptionOfType(InvalidArgumentException.class)
			.isThrownBy(() -> check("valid").check(event(new User("  ", "x"))))
			.withMessageContaining("is not valid: name (NotBlank)");
	}

	@Test
	void groupsDecideWhichRulesCount() {
		assertThatNoException().isThrownBy(() -> check("strict").check(event(new User("", "x"))));
		assertThatExceptionOfType(InvalidArgumentException.class)
			.isThrownBy(() -> check("strict").check(event(new User("ada", ""))))
			.withMessageContaining("email (NotBlank)");
	}

	@Test
	void missingDataIsRefusedWhereItIsAskedFor() {
		assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> check("plain").check(event(null)))
			.withMessageContaining("has no data");
		assertThatExceptionOfType(InvalidArgumentException.class).isThrownBy(() -> check("batch").check(event(null)));
		assertThatNoException().isThrownBy(() -> check("optional").check(event(null)));
		assertThatNoException().isThrownBy(() -> check("onlyEvent").check(event(null)));
		assertThatNoException().isThrownBy(() -> check("validEvent").check(event(null)));
	}

	@Test
	void dataInsideAnEventIsValidatedToo() {
		assertThatExceptionOfType(InvalidArgumentException.class)
			.isThrownBy(() -> check("validEvent").check(event(new User("", ""))));
	}

	@Test
	void askingForValidationWithoutAValidatorIsAMistake() {
		assertThatExceptionOfType(ListenerConfigurationException.class)
			.isThrownBy(() -> DataCheck.of("users.valid", method("valid"), null))
			.withMessage("Listener users.valid: it asks for validation, but there is no Validator; add "
					+ "spring-boot-starter-validation");
		assertThat(DataCheck.of("users.plain", method("plain"), null).validator()).isNull();
	}

	private DataCheck check(String method) {
		return DataCheck.of("users." + method, method(method), this.validator);
	}

	private static ListenerMethod method(String name) {
		Method method = Arrays.stream(Handlers.class.getDeclaredMethods())
			.filter((candidate) -> candidate.getName().equals(name))
			.findFirst()
			.orElseThrow();
		return ListenerMethod.inspect("users." + name, method, Handlers.class);
	}

	private static Event<?> event(@Nullable User user) {
		return Event.of("auth.user.created", user);
	}

	interface Strict {

	}

	record User(@NotBlank String name, @NotBlank(groups = Strict.class) String email) {
	}

	@SuppressWarnings("unused") // only their signatures count
	static class Handlers {

		void plain(User user) {
		}

		void valid(@Valid User user) {
		}

		void strict(@Validated(Strict.class) User user) {
		}

		void optional(@Payload(required = false) @Nullable User user) {
		}

		void onlyEvent(Event<User> event) {
		}

		void validEvent(@Valid Event<User> event) {
		}

		void batch(List<User> users) {
		}

	}

}
