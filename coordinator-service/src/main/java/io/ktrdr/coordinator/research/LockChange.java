package io.ktrdr.coordinator.research;

import io.ktrdr.contracts.operation.OperationStatus;

/**
 * What a transition means for the locks of its operation.
 *
 * @param given    how many it gets: all that it has asked for; 0 for none
 * @param returned gives back all that it has, so that others who wait for it can go on
 */
public record LockChange(int given, boolean returned) {
    private static final LockChange NONE = new LockChange(0, false);

    public static LockChange of(Transition transition, Observation seen) {
        Root root = transition.root();
        return switch (transition) {
            // as long as a job may still be running in its name it keeps them
            case Transition.Hold hold ->
                new LockChange(
                        0,
                        seen.locks().victims().containsKey(root.id())
                                && root.after(hold.endings()).jobs().isEmpty());
            case Transition.Wait wait -> wait.status() == OperationStatus.RUNNING ? given(root, seen) : NONE;
            case Transition.Start start -> given(root, seen);
            case Transition.Stay stay -> root.status() == OperationStatus.RUNNING ? given(root, seen) : NONE;
            case Transition.Pause pause -> given(root, seen);
            case Transition.Complete complete -> NONE;
            case Transition.Fail fail -> NONE;
            case Transition.Cancel cancel -> NONE;
        };
    }

    private static LockChange given(Root root, Observation seen) {
        return root.standing().locksWanted() == 0
                ? NONE
                : new LockChange(seen.locks().granted(root.id()), false);
    }

    public boolean isNone() {
        return given == 0 && !returned;
    }
}
