package io.natsevents.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The name of the application, on the bus.
 *
 * @param configured value of {@code spring.application.name}, or {@code null}
 */
record ApplicationName(@Nullable String configured) {

	private static final String UNNAMED = "application";

	static ApplicationName of(Environment environment) {
		String name = environment.getProperty("spring.application.name");
		return new ApplicationName(StringUtils.hasText(name) ? name : null);
	}

	String orDefault() {
		return (this.configured != null) ? this.configured : UNNAMED;
	}

	/**
	 * As one token of a subject.
	 */
	String asToken() {
		return orDefault().replaceAll("[^A-Za-z0-9_-]", "-");
	}

}
