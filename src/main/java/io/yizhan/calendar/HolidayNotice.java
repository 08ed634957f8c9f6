package io.yizhan.calendar;

import io.yizhan.platform.Text;
import java.net.URI;
import java.time.LocalDate;

/**
 * A State Council notice and the year it arranges; an amending notice has an id of its own and the same year.
 *
 * @param id short and unique, such as {@code 2017} or {@code 2020-amended}
 * @param number as printed, such as 国办发明电〔2016〕17号
 * @param publishedOn the day it was made public
 */
public record HolidayNotice(String id, int year, String number, String title, LocalDate publishedOn, URI source) {
    /** How a text refers to it. */
    public Text cited() {
        return new Text(
                "《" + title + "》（" + number + "）", "State Council notice " + number + " on the holidays of " + year);
    }
}
