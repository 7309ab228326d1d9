/** How statements reach Postgres, and what becomes of its failures. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.registry.database;
