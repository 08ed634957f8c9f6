package io.yizhan.feed;

/**
 * How handing over an event went.
 *
 * @param reason when it was not taken
 */
record Outcome(Kind kind, String reason) {
    enum Kind {
        TAKEN,
        /** The receiver is there and does not want this event. */
        REFUSED,
        /** The receiver is not there, too slow, or not itself. */
        TROUBLE,
        /** Its turn did not come. */
        NOT_TRIED
    }

    static final Outcome TAKEN = new Outcome(Kind.TAKEN, "");
    static final Outcome NOT_TRIED = new Outcome(Kind.NOT_TRIED, "");

    static Outcome trouble(String reason) {
        return new Outcome(Kind.TROUBLE, reason);
    }

    /** Any 2xx is taken. Of the others only what speaks of the event itself is a refusal. */
    static Outcome ofStatus(int status) {
        if (status >= 200 && status < 300) {
            return TAKEN;
        }
        return switch (status) {
            case 400, 409, 413, 415, 422 -> new Outcome(Kind.REFUSED, "answered " + status);
            default -> trouble("answered " + status);
        };
    }

    boolean isTaken() {
        return kind == Kind.TAKEN;
    }

    boolean isFailure() {
        return kind == Kind.REFUSED || kind == Kind.TROUBLE;
    }

    /** Somebody is there. */
    boolean isAnswer() {
        return kind == Kind.TAKEN || kind == Kind.REFUSED;
    }
}
