package io.natsevents.sample.auth;

record DisplayNameChange(@PlainText String displayName) {
}
