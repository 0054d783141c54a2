package io.natsevents.sample.auth;

record UserUpdated(String userId, String email, String displayName) {
}
