package io.ktrdr.coordinator.repository;

/**
 * A file on main.
 *
 * @param commit abbreviated
 */
public record MainFile(String path, String text, String commit) {}
