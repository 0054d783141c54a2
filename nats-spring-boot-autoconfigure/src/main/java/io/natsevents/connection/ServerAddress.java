package io.natsevents.connection;

import java.util.regex.Pattern;

/**
 * Makes addresses of servers fit to be shown.
 */
final class ServerAddress {

	private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s,\\]]*@");

	private ServerAddress() {
	}

	/**
	 * Take user names, passwords and tokens out of all addresses in a text.
	 */
	static String withoutCredentials(String text) {
		return USER_INFO.matcher(text).replaceAll("//");
	}

}
