/** How a service talks to its Postgres: transactions that run again when they lose a race, outages told as such. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.database;
