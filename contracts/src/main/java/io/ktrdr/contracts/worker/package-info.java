/** Workers: who they are, how they are. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.worker;
