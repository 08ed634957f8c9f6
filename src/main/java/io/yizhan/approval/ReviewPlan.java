package io.yizhan.approval;

import java.util.List;

/**
 * Who reviews the cases of an item besides the responsible department, which reviews by deciding.
 *
 * @param steps in the order of their stages; those of one stage side by side, a stage after the one before
 * @param needsFourEyes whoever accepted a case may not decide it
 */
record ReviewPlan(List<Step> steps, boolean needsFourEyes) {
    static final ReviewPlan ALONE = new ReviewPlan(List.of(), false);

    /** @param days working days the department has, counted from the opening of its stage */
    record Step(int stage, String department, int days) {}

    ReviewPlan {
        steps = List.copyOf(steps);
    }

    int firstStage() {
        return steps.stream().mapToInt(Step::stage).min().orElse(0);
    }
}
