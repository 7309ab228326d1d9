/** Who this worker is, and whom it talks to. */
@NullMarked
package io.ktrdr.worker.identity;

import org.jspecify.annotations.NullMarked;
