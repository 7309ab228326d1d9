/** What is to be raised and resolved: pure. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.alerts.evaluation;
