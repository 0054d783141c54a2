/**
 * Tests in which a process ends between two steps.
 */
package io.natsevents.crash;
