/** Triggering researches and watching them. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.research;
