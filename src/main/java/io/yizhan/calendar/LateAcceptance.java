package io.yizhan.calendar;

/** What becomes of a case accepted after closing time or on a day off. */
enum LateAcceptance {
    /** It counts as accepted on the next working day, so that a later acceptance is never due earlier. */
    NEXT_WORKING_DAY,
    SAME_DAY
}
