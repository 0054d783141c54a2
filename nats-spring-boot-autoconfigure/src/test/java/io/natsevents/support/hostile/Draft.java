package io.natsevents.support.hostile;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A message that is being made.
 */
final class Draft {

	private final HostileTarget target;

	private final String what;

	private String subject;

	private byte[] headers = {};

	private byte[] body;

	private @Nullable String reply;

	private Set<Fate> fates = EnumSet.allOf(Fate.class);

	Draft(EventForm form, String what) {
		this.target = form.target();
		this.what = what;
		this.subject = form.target().type();
		this.body = EventForm.bytes(form.body(form.data()));
	}

	Draft subject(String subject) {
		this.subject = subject;
		return this;
	}

	Draft reply(String reply) {
		this.reply = reply;
		return this;
	}

	Draft body(String body) {
		return body(EventForm.bytes(body));
	}

	Draft body(byte[] body) {
		this.body = body;
		return this;
	}

	/**
	 * Add lines of headers.
	 */
	Draft headers(String lines) {
		return block(EventForm.bytes("NATS/1.0\r\n" + lines + "\r\n"));
	}

	/**
	 * Set what stands in place of headers.
	 */
	Draft block(byte[] headers) {
		this.headers = headers;
		return this;
	}

	/**
	 * Say what may become of it; anything may if nothing is said.
	 */
	Draft may(Fate... fates) {
		this.fates = EnumSet.copyOf(List.of(fates));
		return this;
	}

	HostileMessage named(String category) {
		return new HostileMessage(category, this.what, this.target, this.subject, this.headers, this.body, this.reply,
				this.fates);
	}

}
