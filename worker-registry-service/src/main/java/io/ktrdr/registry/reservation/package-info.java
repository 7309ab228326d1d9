/** Who has been promised which worker: the stored truth. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.reservation;
