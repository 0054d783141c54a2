package io.natsevents.sample.auth;

class UnknownUserException extends RuntimeException {

	UnknownUserException(String userId) {
		super("There is no user '" + userId + "'");
	}

}
