package io.natsevents.support.hostile;

import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A message as it goes over the wire.
 *
 * @param category what kind of hostility it is
 * @param what what it is about
 * @param target whom it is for
 * @param subject its subject
 * @param headers its headers as bytes, empty for none
 * @param body its body
 * @param reply its reply subject, or {@code null} for whichever the sender wants
 * @param fates what may become of it
 */
public record HostileMessage(String category, String what, HostileTarget target, String subject, byte[] headers,
		byte[] body, @Nullable String reply, Set<Fate> fates) {

	HostileMessage thatMayBeRefused() {
		Set<Fate> more = EnumSet.of(Fate.REFUSED);
		more.addAll(this.fates);
		return new HostileMessage(this.category, this.what, this.target, this.subject, this.headers, this.body,
				this.reply, more);
	}

}
