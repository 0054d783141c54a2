package io.natsevents.connection;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes texts that hold server addresses fit to be shown: an address may carry a user
 * name and a password, or a token.
 */
final class ServerAddresses {

	private static final Pattern USER_INFO = Pattern.compile("://[^\\s,/\\[\\]]*@");

	private ServerAddresses() {
	}

	static String withoutSecrets(String text) {
		return USER_INFO.matcher(text).replaceAll("://");
	}

	static List<String> withoutSecrets(List<String> addresses) {
		return addresses.stream().map(ServerAddresses::withoutSecrets).toList();
	}

}
