/** How people hear of alerts. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.alerts.delivery;
