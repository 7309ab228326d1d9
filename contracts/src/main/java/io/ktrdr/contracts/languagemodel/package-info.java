/** The language models that are asked, and how they are. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.languagemodel;
