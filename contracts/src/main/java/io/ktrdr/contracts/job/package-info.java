/** Jobs between coordinator and worker: start, cancel, progress, checkpoint, result. */
@org.jspecify.annotations.NullMarked
package io.ktrdr.contracts.job;
