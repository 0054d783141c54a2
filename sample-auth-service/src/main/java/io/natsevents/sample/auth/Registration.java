package io.natsevents.sample.auth;

import jakarta.validation.constraints.Email;

record Registration(@PlainText @Email String email, @PlainText String displayName, @PlainText String organizationId) {
}
