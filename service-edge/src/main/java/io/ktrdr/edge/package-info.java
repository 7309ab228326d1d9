/** What every service does at its HTTP edge: problem documents, strict input, refusal of foreign hosts. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.edge;
