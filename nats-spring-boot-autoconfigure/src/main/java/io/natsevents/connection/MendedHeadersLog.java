package io.natsevents.connection;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says that headers were mended, at most once a minute for each kind of defect.
 */
final class MendedHeadersLog implements BiConsumer<String, Set<HeaderDefect>> {

	private static final Log logger = LogFactory.getLog(MendedHeadersLog.class);

	private static final int LONGEST_SUBJECT = 200;

	private final ReportedErrors reported;

	MendedHeadersLog(LongSupplier nanoTime) {
		this.reported = new ReportedErrors(nanoTime);
	}

	@Override
	public void accept(String subject, Set<HeaderDefect> defects) {
		String description = defects.stream().map(HeaderDefect::toString).collect(Collectors.joining("; "));
		if (this.reported.isNews(description)) {
			logger.warn("A message on '" + printable(subject)
					+ "' has headers that the NATS client for Java cannot read, so they were mended: " + description
					+ ". Its body is as it was. Correct what publishes it; this is logged at most once a minute");
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Headers of a message on '" + printable(subject) + "' were mended, too: " + description);
		}
	}

	private static String printable(String subject) {
		String shortened = (subject.length() > LONGEST_SUBJECT) ? subject.substring(0, LONGEST_SUBJECT) + "..."
				: subject;
		return shortened.replaceAll("[^ -~]", "?");
	}

}
