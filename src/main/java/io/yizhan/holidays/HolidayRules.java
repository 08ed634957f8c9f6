package io.yizhan.holidays;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.yizhan.calendar.CurrentCalendar;
import io.yizhan.platform.check.CheckRule;
import io.yizhan.platform.check.CheckRules;
import io.yizhan.platform.check.Finding;
import io.yizhan.platform.check.SqlRule;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What must hold of the notices. */
@Singleton
class HolidayRules implements CheckRules {
    private final Pool pool;
    private final Notices notices;
    private final CurrentCalendar calendar;

    HolidayRules(Pool pool, Notices notices, CurrentCalendar calendar) {
        this.pool = pool;
        this.notices = notices;
        this.calendar = calendar;
    }

    @Override
    public List<CheckRule> rules() {
        return List.of(
                new SqlRule(pool, "editions of the calendar have no gap, and each has its audit entry", """
                        select n.id as object, 'edition ' || n.edition as detail
                        from (select id, edition, row_number() over (order by edition) as place from holiday_notice) n
                        where n.edition <> n.place or not exists
                            (select from audit_entry where action = 'calendar.noticeLoaded' and object = 'calendar/' || n.id)
                        """),
                new HeldRule());
    }

    /** Compares what this instance counts by with the tables, and every notice with its digest. */
    private final class HeldRule implements CheckRule {
        @Override
        public String name() {
            return "the calendar in memory is that of the tables, and no notice was altered";
        }

        @Override
        public Uni<List<Finding>> check() {
            return pool.withConnection(notices::list).map(this::compare);
        }

        private List<Finding> compare(Notices.Stored stored) {
            var found = new ArrayList<Finding>();
            var held = calendar.get().holidays();
            if (calendar.edition() == stored.edition()
                    && !List.copyOf(held.days())
                            .equals(List.copyOf(stored.table().days()))) {
                found.add(new Finding(name(), "edition " + stored.edition(), "memory differs"));
            }
            stored.notices().stream()
                    .filter(one ->
                            !one.digest().equals(announcement(one, stored).digest()))
                    .map(one -> new Finding(name(), one.notice().id(), "altered"))
                    .forEach(found::add);
            return found;
        }

        private Announcement announcement(StoredNotice one, Notices.Stored stored) {
            return new Announcement(
                    one.notice(),
                    stored.days().stream()
                            .filter(day -> day.notice().equals(one.notice().id()))
                            .toList());
        }
    }
}
