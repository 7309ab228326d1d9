/** Content-addressed bytes. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.artifact;
