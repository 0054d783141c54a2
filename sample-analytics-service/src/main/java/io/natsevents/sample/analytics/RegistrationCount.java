package io.natsevents.sample.analytics;

import java.util.Map;

record RegistrationCount(long total, Map<String, Long> byOrganization) {
}
