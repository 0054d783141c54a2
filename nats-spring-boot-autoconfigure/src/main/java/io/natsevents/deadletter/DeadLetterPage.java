package io.natsevents.deadletter;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some dead letters, the oldest first. An entry that is claimed or replaced meanwhile
 * moves to the end, so it may be in a later page once more.
 *
 * @param deadLetters the dead letters; there may be none although there is a next page,
 * since a page looks at a limited number of entries
 * @param next what to give as {@link DeadLetterQuery#after()} for the next page; empty
 * when there is none
 */
public record DeadLetterPage(List<DeadLetter> deadLetters, OptionalLong next) {

	public DeadLetterPage {
		deadLetters = List.copyOf(deadLetters);
	}

}
