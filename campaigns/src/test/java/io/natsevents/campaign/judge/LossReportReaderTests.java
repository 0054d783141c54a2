package io.natsevents.campaign.judge;

import io.natsevents.campaign.judge.LossReport.Kind;
import io.natsevents.campaign.judge.LossReport.Source;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LossReportReader}.
 */
class LossReportReaderTests {

	private static final String BACK = "{streams=UP {wentBack={AUTH_EVENTS={to=4, from=6, noticed=2026-11-21T16:00:00Z},"
			+ " EXECUTION_EVENTS={noticed=2026-11-21T16:00:00Z, from=60, to=40}}, streams={AUTH_EVENTS={present=true}}}}";

	@Test
	void readsFromTheLogThatAStreamWentBack() {
		assertThat(LossReportReader.ofLog("publisher-1",
				"2026-11-21 ERROR 1 --- [x] EventPublisher : Stream AUTH_EVENTS went back: it had confirmed sequence 6"
						+ " to this application, and lost what it held from 4 on. There was\n"))
			.containsExactly(new LossReport("publisher-1", Source.LOG, Kind.WENT_BACK, "AUTH_EVENTS", 4, 6, 0));
	}

	@Test
	void readsFromTheLogThatEventsWereDiscarded() {
		assertThat(LossReportReader.ofLog("sharing-1",
				"2026-11-21 ERROR 1 --- [x] RetentionWatch : Listener orders (durable o): at least 12 event(s) of"
						+ " stream AUTH_EVENTS between sequences 3 and 40 were discarded by its retention or a purge\n"))
			.containsExactly(new LossReport("sharing-1", Source.LOG, Kind.DISCARDED, "AUTH_EVENTS", 3, 40, 12));
	}

	@Test
	void readsFromTheHealthWhichStreamsWentBackSinceThen() {
		assertThat(LossReportReader.ofHealth("publisher-1", "", BACK)).containsExactly(
				new LossReport("publisher-1", Source.HEALTH, Kind.WENT_BACK, "AUTH_EVENTS", 4, 6, 0),
				new LossReport("publisher-1", Source.HEALTH, Kind.WENT_BACK, "EXECUTION_EVENTS", 40, 60, 0));
		assertThat(LossReportReader.ofHealth("publisher-1", BACK, BACK)).isEmpty();
	}

	@Test
	void readsFromTheHealthHowManyEventsWereDiscardedSinceThen() {
		assertThat(LossReportReader.ofHealth("sharing-1", missed(10, 5, 20), missed(22, 5, 60)))
			.containsExactly(new LossReport("sharing-1", Source.HEALTH, Kind.DISCARDED, "AUTH_EVENTS", 5, 60, 12));
	}

	private static String missed(long count, long first, long last) {
		return "{listeners=DOWN {orders={phase=MISSING_EVENTS, reason=at least 1 event, since=2026-11-21T16:00:00Z,"
				+ " inFlight=0, stream=AUTH_EVENTS, durable=campaign-orders, missed={lastSequence=" + last + ", count="
				+ count + ", noticed=2026-11-21T16:00:00Z, firstSequence=" + first + "}}}}";
	}

}
