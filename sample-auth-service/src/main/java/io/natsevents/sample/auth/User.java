package io.natsevents.sample.auth;

record User(String id, String email, String displayName, String organizationId) {

	User withDisplayName(String displayName) {
		return new User(this.id, this.email, displayName, this.organizationId);
	}

}
