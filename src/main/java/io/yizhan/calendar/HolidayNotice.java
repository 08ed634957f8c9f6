package io.yizhan.calendar;

import java.net.URI;

/** A State Council notice and the year it arranges; an amending notice has an id of its own and the same year. */
record HolidayNotice(String id, int year, URI source) {}
