package io.natsevents.publish;

import java.time.Instant;

/**
 * A stream does not have what it had confirmed to this application: events are lost, or
 * it was made anew.
 *
 * @param stream name of the stream
 * @param from the highest sequence it had confirmed to this application: what it lost of
 * this application's events ends there
 * @param to where it stored this application's next event, or where it ended, or the same
 * as {@code from} when other applications had filled the place by then: what it lost
 * begins there, or lower where other applications have stored events since
 * @param noticed when that was noticed
 */
public record StreamWentBack(String stream, long from, long to, Instant noticed) {
}
