/** When something is worth an alert: rules as data, and what they may read. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.alerts.rule;
