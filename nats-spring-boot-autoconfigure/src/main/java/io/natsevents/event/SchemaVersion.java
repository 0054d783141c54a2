package io.natsevents.event;

/**
 * The version of an event's data: a new minor only adds optional fields, a new major
 * breaks readers and gets a subject of its own.
 *
 * @param major the major version, 1 or more
 * @param minor the minor version, 0 or more
 */
public record SchemaVersion(int major, int minor) implements Comparable<SchemaVersion> {

	/** The version an event has when nothing else is said. */
	public static final SchemaVersion DEFAULT = new SchemaVersion(1, 0);

	private static final int MAX_DIGITS = 9;

	/**
	 * Makes a version.
	 * @throws IllegalArgumentException if the major is below 1 or the minor below 0
	 */
	public SchemaVersion {
		if (major < 1 || minor < 0) {
			throw new IllegalArgumentException(
					"schemaVersion %d.%d: the major must be 1 or more, the minor 0 or more".formatted(major, minor));
		}
	}

	/**
	 * Reads {@code "major.minor"}.
	 * @param text the text, such as {@code 1.0}
	 * @return the version
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static SchemaVersion parse(String text) {
		if (text.equals("1.0")) {
			return DEFAULT;
		}
		int dot = text.indexOf('.');
		if (!isNumber(text, 0, dot) || !isNumber(text, dot + 1, text.length())) {
			throw new IllegalArgumentException("schemaVersion must be \"major.minor\" such as \"1.0\"");
		}
		return new SchemaVersion(Integer.parseInt(text, 0, dot, 10),
				Integer.parseInt(text, dot + 1, text.length(), 10));
	}

	@Override
	public int compareTo(SchemaVersion other) {
		int byMajor = Integer.compare(this.major, other.major);
		return (byMajor != 0) ? byMajor : Integer.compare(this.minor, other.minor);
	}

	@Override
	public String toString() {
		return (this.equals(DEFAULT)) ? "1.0" : this.major + "." + this.minor;
	}

	private static boolean isNumber(String text, int from, int to) {
		if (to <= from || to - from > MAX_DIGITS) {
			return false;
		}
		for (int i = from; i < to; i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

}
