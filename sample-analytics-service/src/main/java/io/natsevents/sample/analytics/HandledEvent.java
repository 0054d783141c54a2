package io.natsevents.sample.analytics;

record HandledEvent(String eventId, String type, long deliveryCount) {
}
