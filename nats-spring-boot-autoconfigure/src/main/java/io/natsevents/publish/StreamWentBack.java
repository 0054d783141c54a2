package io.natsevents.publish;

import java.time.Instant;

/**
 * A stream stored an event at a sequence it had confirmed to this application before:
 * events are lost, or it was made anew.
 *
 * @param stream name of the stream
 * @param from the highest sequence it had confirmed to this application: what it lost of
 * this application's events ends there
 * @param to the sequence it confirmed now: what it lost begins there, or lower where
 * other applications have stored events since
 * @param noticed when that was noticed
 */
public record StreamWentBack(String stream, long from, long to, Instant noticed) {
}
