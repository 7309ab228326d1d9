/** Calls to the other services: what an answer means, and how long to wait before asking again. */
@NullMarked
package io.ktrdr.worker.remote;

import org.jspecify.annotations.NullMarked;
