package io.ktrdr.registry.sync;

import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.registry.reservation.ReservationChange;

/** What one sync answers and what it writes. */
record Decision(SyncResponse response, ReservationChange change) {}
