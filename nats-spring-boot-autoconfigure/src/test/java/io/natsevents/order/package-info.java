/**
 * Tries the promise of order with real processes, and judges it by what their handlers
 * wrote down.
 */
package io.natsevents.order;
