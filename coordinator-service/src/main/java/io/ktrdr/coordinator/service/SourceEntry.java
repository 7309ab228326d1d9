package io.ktrdr.coordinator.service;

import org.jspecify.annotations.Nullable;

/**
 * Something in a folder of a data source.
 *
 * @param bytes how large a file is; null for a folder, and where the source does not say
 */
public record SourceEntry(
        SourcePath path, boolean folder, @Nullable Long bytes) {}
