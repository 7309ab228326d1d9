/** What somebody should look at. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.alert;
