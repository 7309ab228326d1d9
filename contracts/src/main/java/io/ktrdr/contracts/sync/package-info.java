/** The one declarative call a tick makes to the registry. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.sync;
