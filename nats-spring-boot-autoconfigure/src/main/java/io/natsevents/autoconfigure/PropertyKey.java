package io.natsevents.autoconfigure;

import java.util.Locale;

/**
 * Compares keys of maps in configuration with names in code. An environment variable can
 * write {@code AUTH_EVENTS} only as {@code authevents}, so case, {@code -} and {@code _}
 * do not count.
 */
final class PropertyKey {

	private PropertyKey() {
	}

	static boolean matches(String key, String name) {
		return canonical(key).equals(canonical(name));
	}

	private static String canonical(String name) {
		return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
	}

}
