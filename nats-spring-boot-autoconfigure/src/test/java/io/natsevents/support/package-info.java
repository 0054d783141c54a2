/**
 * What tests of several rooms share.
 */
package io.natsevents.support;
