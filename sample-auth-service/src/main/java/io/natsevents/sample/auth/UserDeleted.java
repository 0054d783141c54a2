package io.natsevents.sample.auth;

record UserDeleted(String userId) {
}
