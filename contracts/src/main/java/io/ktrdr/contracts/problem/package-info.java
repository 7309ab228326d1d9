/** Errors as application/problem+json (RFC 9457). */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.problem;
