package io.ktrdr.contracts.audit;

import io.ktrdr.contracts.Wire;
import java.util.List;
import java.util.Map;

/**
 * What was found at one moment. A system at work is always in the middle of something between its services: only what is
 * found again some seconds later is wrong.
 *
 * @param findings  at most a hundred of each rule
 * @param total     of all findings, also those that are not listed
 * @param checked   how many of what were looked at
 * @param unchecked what could not be looked at and why, sentences
 */
@Wire
public record AuditReport(List<Finding> findings, long total, Map<String, Long> checked, List<String> unchecked) {}
