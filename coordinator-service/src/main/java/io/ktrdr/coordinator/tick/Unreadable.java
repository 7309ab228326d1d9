package io.ktrdr.coordinator.tick;

/** A research whose rows make no sense: it is failed by itself, with the reason. */
record Unreadable(String id, long version, String reason) {}
