package io.natsevents.campaign.judge;

import java.util.List;

/**
 * A promise that was broken.
 *
 * @param promise which one
 * @param history what is known of the event, or of what else broke it, in lines
 */
public record Violation(String promise, List<String> history) {
}
