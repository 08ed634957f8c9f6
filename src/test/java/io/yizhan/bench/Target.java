package io.yizhan.bench;

/**
 * What a scenario's figure must reach.
 *
 * @param floor missing it fails the bench
 * @param goal what we work towards
 * @param isAtLeast whether more is better
 */
record Target(double floor, double goal, boolean isAtLeast) {
    static Target atLeast(double floor, double goal) {
        return new Target(floor, goal, true);
    }

    static Target atMost(double floor, double goal) {
        return new Target(floor, goal, false);
    }

    /** Nothing is asked of the figure; it is worth knowing. */
    static final Target NONE = new Target(Double.NaN, Double.NaN, true);

    boolean isNone() {
        return Double.isNaN(floor);
    }

    /** How a figure stands. */
    enum Verdict {
        MEASURED("measured"),
        GOAL("goal reached"),
        FLOOR("above floor"),
        MISSED("FLOOR MISSED"),
        VOID("VOID");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        boolean isFailure() {
            return this == MISSED || this == VOID;
        }

        String words() {
            return words;
        }
    }

    Verdict judge(double figure) {
        if (isNone()) {
            return Verdict.MEASURED;
        }
        if (reaches(figure, goal)) {
            return Verdict.GOAL;
        }
        return reaches(figure, floor) ? Verdict.FLOOR : Verdict.MISSED;
    }

    private boolean reaches(double figure, double mark) {
        return isAtLeast ? figure >= mark : figure <= mark;
    }
}
