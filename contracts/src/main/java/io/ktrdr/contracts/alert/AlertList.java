package io.ktrdr.contracts.alert;

import io.ktrdr.contracts.Wire;
import java.util.List;

/**
 * Newest first.
 *
 * @param registryUnreachable the registry's own alerts are missing here, as it did not answer
 */
@Wire
public record AlertList(List<AlertView> items, boolean registryUnreachable) {}
