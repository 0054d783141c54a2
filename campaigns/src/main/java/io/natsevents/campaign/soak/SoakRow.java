package io.natsevents.campaign.soak;

/**
 * What became of one quantity.
 *
 * @param of the process or workload
 * @param what what was looked at
 * @param first median of the first quarter after the warm-up
 * @param last median of the last quarter
 * @param growth from the first to the last by the median of the slopes
 * @param most the highest value
 * @param limit what no value may exceed
 * @param flat whether it neither grew nor exceeded the limit
 */
public record SoakRow(String of, String what, double first, double last, double growth, long most, long limit,
		boolean flat) {
}
