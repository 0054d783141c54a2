package io.natsevents.support;

import java.util.regex.Pattern;

/**
 * A moment at which a process ends, told by what it sends to the server.
 *
 * @param moment before or after it is sent
 * @param subject the subject it is sent to
 * @param text what the message contains, in its headers or its body
 */
public record CrashPoint(Moment moment, Pattern subject, String text) {

	/**
	 * The process ends when it was about to send a message: the server never gets it.
	 * @param subject regular expression for the whole subject
	 */
	public static CrashPoint before(String subject) {
		return new CrashPoint(Moment.BEFORE, Pattern.compile(subject), "");
	}

	/**
	 * The process ends when the server has taken a message and answered it: the process
	 * never gets the answer.
	 * @param subject regular expression for the whole subject
	 */
	public static CrashPoint after(String subject) {
		return new CrashPoint(Moment.AFTER, Pattern.compile(subject), "");
	}

	/**
	 * Take only messages that contain a text.
	 */
	public CrashPoint containing(String text) {
		return new CrashPoint(this.moment, this.subject, text);
	}

	boolean matches(ProtocolMessage message) {
		return message.isPublished() && this.subject.matcher(message.subject()).matches()
				&& message.contains(this.text);
	}

	/**
	 * On which side of a message the process ends.
	 */
	public enum Moment {

		/** Before the server gets it. */
		BEFORE,

		/** After the server has taken it. */
		AFTER

	}

}
