package io.ktrdr.registry.reservation;

/** A worker, in one of its incarnations, promised to a claim. Equal when all four are. */
public record Reservation(String claim, String workerId, String incarnation, long token) {}
