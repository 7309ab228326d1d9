package io.ktrdr.coordinator.tick;

/** An operation whose rows make no sense: it is failed by itself, with the reason. */
record Unreadable(String id, long version, String reason) {}
