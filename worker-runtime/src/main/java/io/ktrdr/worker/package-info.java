/** What a worker module implements: one kind of job, and what a running job may ask for. */
@NullMarked
package io.ktrdr.worker;

import org.jspecify.annotations.NullMarked;
