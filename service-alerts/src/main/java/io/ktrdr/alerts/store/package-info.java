/** Alerts as the database keeps them. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.alerts.store;
