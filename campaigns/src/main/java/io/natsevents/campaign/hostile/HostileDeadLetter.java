package io.natsevents.campaign.hostile;

import java.util.List;
import java.util.Map;

/**
 * A message that was parked.
 *
 * @param subject subject of the dead letter
 * @param headers its {@code Dlq-*} headers
 * @param millis after how many milliseconds it was parked
 */
public record HostileDeadLetter(String subject, Map<String, List<String>> headers, long millis) {
}
