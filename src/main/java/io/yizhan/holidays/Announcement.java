package io.yizhan.holidays;

import io.yizhan.calendar.HolidayNotice;
import io.yizhan.calendar.PublicHoliday;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** A notice with the days it names. */
record Announcement(HolidayNotice notice, List<PublicHoliday> days) {
    Announcement {
        days = days.stream().sorted(Comparator.comparing(PublicHoliday::date)).toList();
    }

    /** Over what it says, whatever id it has here. */
    String digest() {
        var named = days.stream()
                .map(day -> day.date() + " " + day.kind().word() + " "
                        + day.name().zh() + " " + day.name().en())
                .collect(Collectors.joining("\n"));
        var text = String.join(
                "\n",
                String.valueOf(notice.year()),
                notice.number(),
                notice.title(),
                notice.publishedOn().toString(),
                notice.source().toString(),
                named);
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
