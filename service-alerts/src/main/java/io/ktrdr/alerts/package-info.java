/** How alerts are configured. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.alerts;
