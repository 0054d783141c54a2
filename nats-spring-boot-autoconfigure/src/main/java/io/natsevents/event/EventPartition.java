package io.natsevents.event;

import java.nio.charset.StandardCharsets;

/**
 * The partition of a stream an event belongs to, and the last token {@code p<n>} by which
 * its subject tells it, such as {@code auth.user.created.p3}.
 * <p>
 * Every publisher has to find the same partition for a key, whatever it is written in:
 * FNV-1a with 32 bits of the key in UTF-8, unsigned, modulo the number of partitions, as
 * the server's own {@code partition()} computes it.
 */
public final class EventPartition {

	private static final int OFFSET = 0x811c9dc5;

	private static final int PRIME = 0x01000193;

	private EventPartition() {
	}

	/**
	 * Finds the partition of an event: that of its {@linkplain Event#partitionKey()
	 * partition key}, or, since an event without one follows no other, that of its id.
	 * @param event the event
	 * @param partitions how many there are, 1 or more
	 * @return the partition, from 0
	 */
	public static int of(Event<?> event, int partitions) {
		String key = event.partitionKey();
		return of((key != null) ? key : event.id(), partitions);
	}

	/**
	 * Finds the partition of a key.
	 * @param key the key
	 * @param partitions how many there are, 1 or more
	 * @return the partition, from 0
	 */
	public static int of(String key, int partitions) {
		int hash = OFFSET;
		for (int i = 0; i < key.length(); i++) {
			char c = key.charAt(i);
			if (c > 0x7f) {
				return Integer.remainderUnsigned(hash(key.getBytes(StandardCharsets.UTF_8)), partitions);
			}
			hash = (hash ^ c) * PRIME;
		}
		return Integer.remainderUnsigned(hash, partitions);
	}

	/**
	 * Adds the token of a partition to a subject.
	 * @param subject the subject of an event, or a filter, without a partition
	 * @param partition the partition, from 0
	 * @return the subject of the same event in that partition
	 */
	public static String subject(String subject, int partition) {
		return subject + ".p" + partition;
	}

	/**
	 * Takes the token of a partition off a subject.
	 * @param subject the subject of a stored event
	 * @return the subject without its last token {@code p<n>}, or the same when it has
	 * none, or has no two tokens before it as the subject of an event would
	 */
	public static String subjectWithout(String subject) {
		int start = subject.lastIndexOf('.');
		if (start < 0 || subject.indexOf('.') == start || start + 2 >= subject.length()
				|| subject.charAt(start + 1) != 'p') {
			return subject;
		}
		for (int i = start + 2; i < subject.length(); i++) {
			if (subject.charAt(i) < '0' || subject.charAt(i) > '9') {
				return subject;
			}
		}
		return subject.substring(0, start);
	}

	private static int hash(byte[] bytes) {
		int hash = OFFSET;
		for (byte b : bytes) {
			hash = (hash ^ (b & 0xff)) * PRIME;
		}
		return hash;
	}

}
