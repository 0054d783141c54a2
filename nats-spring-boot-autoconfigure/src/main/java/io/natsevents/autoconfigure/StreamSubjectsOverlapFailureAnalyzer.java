package io.natsevents.autoconfigure;

import io.natsevents.stream.StreamSubjectsOverlapException;
import io.natsevents.stream.SubjectConflict;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains which subjects two streams both want, one pair a line.
 */
class StreamSubjectsOverlapFailureAnalyzer extends AbstractFailureAnalyzer<StreamSubjectsOverlapException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, StreamSubjectsOverlapException cause) {
		if (cause.getConflicts().isEmpty()) {
			return new FailureAnalysis(cause.getProblem(), cause.getRemedy(), cause);
		}
		StringBuilder description = new StringBuilder("Stream ").append(cause.getStream())
			.append(" wants subjects that another stream collects already:\n");
		for (SubjectConflict conflict : cause.getConflicts()) {
			description.append("\n    ")
				.append(cause.getStream())
				.append(": '")
				.append(conflict.subject())
				.append("' overlaps '")
				.append(conflict.otherSubject())
				.append("' of ")
				.append(conflict.otherStream());
		}
		return new FailureAnalysis(description.append('\n').toString(), cause.getRemedy(), cause);
	}

}
