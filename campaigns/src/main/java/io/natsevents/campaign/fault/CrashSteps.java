package io.natsevents.campaign.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.natsevents.campaign.load.Kind;
import io.natsevents.campaign.load.Workload;
import io.natsevents.support.Crash;
import io.natsevents.support.CrashPoint.Moment;
import io.natsevents.support.ProtocolMessage;

/**
 * The steps at which a process that listens can be killed.
 */
final class CrashSteps {

	private static final String ACKNOWLEDGED = "+ACK";

	private static final String AGAIN = "-NAK";

	private static final String REMOVE_RECORD = "\\$JS\\.API\\.STREAM\\.PURGE\\.DLQ_TRIALS";

	private final List<CrashStep> steps = new ArrayList<>();

	private CrashSteps() {
	}

	static List<CrashStep> ofAcknowledging() {
		CrashSteps steps = new CrashSteps();
		for (Workload each : Workload.values()) {
			steps.around("acknowledgement", each, Kind.GOOD, settlement(each, "\\d+"), ACKNOWLEDGED);
		}
		return steps.steps;
	}

	/**
	 * Listeners that keep an order try again without asking the server.
	 */
	static List<CrashStep> ofParking() {
		CrashSteps steps = new CrashSteps();
		steps.around("request to try again", Workload.ORDERS, Kind.POISON, settlement(Workload.ORDERS, "\\d+"), AGAIN);
		for (Workload each : Workload.values()) {
			steps.around("dead letter", each, Kind.POISON, deadLetter(each), "");
			steps.around("acknowledgement of what was parked", each, Kind.POISON,
					() -> new ParkedAcknowledgement(each));
		}
		return steps.steps;
	}

	static List<CrashStep> ofTrial() {
		CrashSteps steps = new CrashSteps();
		for (Workload each : Workload.values()) {
			String afterTrial = settlement(each, "([4-9]|\\d\\d+)");
			steps.around("record of a trial", each, Kind.GOOD, "trial\\." + each.stream() + "\\..*", "");
			steps.around("removal of the record", each, Kind.GOOD, REMOVE_RECORD, each.stream());
			steps.around("acknowledgement after a trial", each, Kind.GOOD, afterTrial, ACKNOWLEDGED);
			steps.around("dead letter after a trial", each, Kind.POISON, deadLetter(each), "");
		}
		return steps.steps;
	}

	private void around(String message, Workload workload, Kind kind, String subject, String text) {
		Pattern pattern = Pattern.compile(subject);
		around(message, workload, kind,
				() -> (sent) -> sent.isPublished() && pattern.matcher(sent.subject()).matches() && sent.contains(text));
	}

	private void around(String message, Workload workload, Kind kind, Messages messages) {
		this.steps.add(new CrashStep("before " + message, workload, kind,
				(description) -> new Crash(description, Moment.BEFORE, messages.make())));
		this.steps.add(new CrashStep("after " + message, workload, kind,
				(description) -> new Crash(description, Moment.AFTER, messages.make())));
	}

	private static String settlement(Workload workload, String deliveries) {
		return "\\$JS\\.ACK\\." + workload.stream() + "\\.[^.]+\\." + deliveries + "\\..*";
	}

	private static String deadLetter(Workload workload) {
		return "dlq\\." + workload.stream() + "\\..*";
	}

	/**
	 * Makes what tells the message, which may have a memory.
	 */
	private interface Messages {

		Predicate<ProtocolMessage> make();

	}

}
