package io.natsevents.stream;

/**
 * A subject in which the token {@code *} stands for one token and a last token {@code >}
 * for one or more.
 *
 * @param value the subject as it is written
 */
public record SubjectPattern(String value) {

	/**
	 * Check the pattern.
	 * @throws IllegalArgumentException if a token is empty or holds white space, or
	 * {@code >} is not the last token
	 */
	public SubjectPattern {
		String[] tokens = value.split("\\.", -1);
		for (int i = 0; i < tokens.length; i++) {
			if (tokens[i].isEmpty() || tokens[i].chars().anyMatch((character) -> character <= ' ')) {
				throw new IllegalArgumentException(
						"Subject '" + value + "' must be tokens without spaces, separated by single dots");
			}
			if (tokens[i].equals(">") && i < tokens.length - 1) {
				throw new IllegalArgumentException("Subject '" + value + "' must have '>' only as its last token");
			}
		}
	}

	/**
	 * Say whether this pattern collects everything the given subject or pattern does.
	 * @param subject a subject, or a pattern
	 * @return {@code true} if nothing the argument stands for is left out
	 */
	public boolean matches(String subject) {
		String[] mine = this.value.split("\\.");
		String[] theirs = subject.split("\\.");
		for (int i = 0; i < mine.length; i++) {
			if (i == theirs.length) {
				return false;
			}
			if (mine[i].equals(">")) {
				return true;
			}
			boolean wider = mine[i].equals("*") && !theirs[i].equals(">");
			if (!wider && !mine[i].equals(theirs[i])) {
				return false;
			}
		}
		return mine.length == theirs.length;
	}

	/**
	 * Say whether a subject exists that both patterns match.
	 * @param other the other pattern
	 * @return {@code true} if the server would refuse both in different streams
	 */
	public boolean overlaps(SubjectPattern other) {
		String[] mine = this.value.split("\\.");
		String[] theirs = other.value.split("\\.");
		int shared = Math.min(mine.length, theirs.length);
		for (int i = 0; i < shared; i++) {
			if (mine[i].equals(">") || theirs[i].equals(">")) {
				return true;
			}
			if (!mine[i].equals("*") && !theirs[i].equals("*") && !mine[i].equals(theirs[i])) {
				return false;
			}
		}
		return mine.length == theirs.length;
	}

}
