package io.ktrdr.coordinator.service;

/**
 * What is in a file.
 *
 * @param bytes never changed
 * @param whole that was all; otherwise it is only the beginning
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one to the next, never compared
public record SourceContent(byte[] bytes, boolean whole) {}
