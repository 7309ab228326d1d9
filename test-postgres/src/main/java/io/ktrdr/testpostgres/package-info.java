/** A real Postgres for tests. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.testpostgres;
