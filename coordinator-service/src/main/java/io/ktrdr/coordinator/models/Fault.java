package io.ktrdr.coordinator.models;

/** Why a call failed, and what follows from it. */
enum Fault {
    /** Overloaded, broken, out of reach, or answering nonsense: may be over in a moment. */
    TEMPORARY,
    /** Not for this model, or not any more: asking it again is of no use, another one may do. */
    UNUSABLE,
    /** What we sent is wrong, and would be wrong elsewhere. */
    INVALID_REQUEST,
    /** The key is wrong, or may not do this. */
    AUTHENTICATION;

    /** @param status of a response that is no success */
    static Fault ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> AUTHENTICATION;
            // 402: nothing left to pay with; 404: there is no such model
            case 402, 404 -> UNUSABLE;
            case 408, 409, 425, 429 -> TEMPORARY;
            default -> status >= 500 ? TEMPORARY : status >= 400 ? INVALID_REQUEST : UNUSABLE;
        };
    }

    boolean mayBeRetried() {
        return this == TEMPORARY;
    }

    /** Whether the next model is asked. */
    boolean fallsBack() {
        return switch (this) {
            case TEMPORARY, UNUSABLE -> true;
            case INVALID_REQUEST, AUTHENTICATION -> false;
        };
    }
}
