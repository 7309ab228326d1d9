/** What researches have learned, to be searched. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.memory;
