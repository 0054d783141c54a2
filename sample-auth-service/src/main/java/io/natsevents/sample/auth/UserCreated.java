package io.natsevents.sample.auth;

record UserCreated(String userId, String email, String displayName) {
}
