package io.ktrdr.contracts.alert;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** Newest first. */
@Wire
public record AlertList(List<AlertView> items) {}
