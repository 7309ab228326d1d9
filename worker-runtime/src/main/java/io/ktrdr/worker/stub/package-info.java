/** A job that takes time and computes nothing, for trying the system out. */
@NullMarked
package io.ktrdr.worker.stub;

import org.jspecify.annotations.NullMarked;
