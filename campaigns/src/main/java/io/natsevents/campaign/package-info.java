/**
 * The campaign: processes and servers that are disturbed while events flow, and what came
 * of it.
 */
@NullMarked
package io.natsevents.campaign;

import org.jspecify.annotations.NullMarked;
