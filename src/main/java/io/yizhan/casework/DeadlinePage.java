package io.yizhan.casework;

import io.yizhan.platform.HallClock;
import io.yizhan.platform.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The explanation of a due date as a page to print, in Chinese and English: one line per day, and below what the lines rest on.
 * It names the case by its official number and nobody at all.
 */
final class DeadlinePage {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(HallClock.BUSINESS_ZONE);

    private static final String STYLE = """
            body { font: 13px/1.5 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; color: #1a1a1a;
                margin: 2rem auto; max-width: 54rem; padding: 0 1rem; }
            h1 { font-size: 20px; margin: 0 0 .25rem; } h2 { font-size: 15px; margin: 1.5rem 0 .5rem; }
            .en { color: #555; } h1 .en, h2 .en { font-weight: normal; font-size: .8em; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.25rem; margin: .5rem 0; }
            dt { color: #555; } dd { margin: 0; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; vertical-align: top; padding: .22rem .5rem; border-bottom: 1px solid #d5d5d5; }
            th { font-weight: 600; border-bottom: 2px solid #777; }
            td.date, td.day { white-space: nowrap; font-variant-numeric: tabular-nums; } td.day { text-align: right; }
            tr.off td { color: #777; background: #f6f6f6; } tr.due td { font-weight: 600; border-bottom: 2px solid #777; }
            .note { border: 1px solid #b06000; padding: .4rem .75rem; margin: .75rem 0; }
            ol { margin: .25rem 0; padding-left: 1.5rem; } sup { color: #555; }
            @media print { body { margin: 0; max-width: none; font-size: 10.5px; } h2 { break-after: avoid; }
                tr { break-inside: avoid; } thead { display: table-header-group; } @page { size: A4; margin: 16mm 14mm; } }
            """;

    private final StringBuilder html = new StringBuilder(16_384);
    private final List<Text> articles = new ArrayList<>();

    private DeadlinePage() {}

    /** @param item its name; empty when it has left the catalogue */
    record Heading(String officialNumber, Optional<Text> item, Instant at) {}

    static String of(DeadlineView view, Heading heading) {
        return new DeadlinePage().page(view, heading);
    }

    private String page(DeadlineView view, Heading heading) {
        html.append("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>办结期限说明 ")
                .append(escaped(heading.officialNumber()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n");
        heading("h1", "办结期限说明", "How the due date is counted");
        html.append("<dl>\n");
        entry("办件编号", "Case", heading.officialNumber());
        heading.item().ifPresent(name -> entry("事项", "Item", name.zh() + " / " + name.en()));
        var clock = words(view.clock());
        entry("计时状态", "Clock", clock.zh() + " / " + clock.en());
        entry("打印时间", "As of", MOMENT.format(heading.at()) + "（北京时间 / Beijing time）");
        html.append("</dl>\n");
        view.promised().ifPresent(count -> count("承诺时限", "Promised by the hall", count));
        view.statutory().ifPresent(count -> count("法定时限", "Required by law", count));
        if (view.promised().isEmpty()) {
            notYet(view.clock());
        }
        basis();
        return html.append("</body>\n</html>\n").toString();
    }

    private void count(String zh, String en, DeadlineView.Count count) {
        heading("h2", zh, en);
        html.append("<dl>\n");
        entry("期限", "Limit", limit(count));
        entry("计为受理日", "Counts as accepted on", count.acceptanceDay().toString());
        entry("应于何日前办结", "Due on", count.dueOn() + " 24:00");
        html.append("</dl>\n");
        if (count.isProvisional()) {
            html.append("<p class=\"note\">有关年度的节假日安排尚未公布，期限为暂定，公布后重新计算。<br>")
                    .append("<span class=\"en\">The holidays of a year concerned have not been announced: the date is ")
                    .append("provisional and will be counted anew.</span></p>\n");
        }
        html.append("<table>\n<thead><tr><th>日期 <span class=\"en\">Date</span></th>")
                .append("<th>说明 <span class=\"en\">Reason</span></th>")
                .append("<th>已用 <span class=\"en\">Used</span></th>")
                .append("<th>依据 <span class=\"en\">Basis</span></th></tr></thead>\n<tbody>\n");
        count.days().forEach(day -> row(day, count.dueOn()));
        html.append("</tbody>\n</table>\n");
    }

    private static String limit(DeadlineView.Count count) {
        var zh = count.limitDays() + " 个工作日";
        var en = count.limitDays() + " working days";
        return count.extensionDays() == 0
                ? zh + " / " + en
                : zh + "，延长 " + count.extensionDays() + " 个工作日 / " + en + ", extended by " + count.extensionDays();
    }

    private void row(DeadlineView.Day day, LocalDate dueOn) {
        var kind = day.date().equals(dueOn) ? "due" : day.isCounted() ? "counted" : "off";
        html.append("<tr class=\"")
                .append(kind)
                .append("\"><td class=\"date\">")
                .append(day.date())
                .append(' ')
                .append(weekday(day.date(), Locale.CHINA))
                .append(" <span class=\"en\">")
                .append(weekday(day.date(), Locale.ENGLISH))
                .append("</span></td><td>")
                .append(escaped(day.zh()))
                .append("<br><span class=\"en\">")
                .append(escaped(day.en()))
                .append("</span>");
        if (day.isProvisional()) {
            html.append(" <span class=\"en\">（暂定 provisional）</span>");
        }
        html.append("</td><td class=\"day\">")
                .append(day.daysUsed())
                .append("</td><td>")
                .append('[')
                .append(place(new Text(day.basisZh(), day.basisEn())))
                .append("]</td></tr>\n");
    }

    private static String weekday(LocalDate date, Locale locale) {
        return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale);
    }

    /** The number of a basis in the list below. */
    private int place(Text article) {
        if (!articles.contains(article)) {
            articles.add(article);
        }
        return articles.indexOf(article) + 1;
    }

    private void notYet(ClockState clock) {
        var isStopped = clock == ClockState.STOPPED;
        html.append("<p class=\"note\">")
                .append(isStopped ? "计时已依法暂停，恢复后方能确定办结期限。" : "尚未受理，办结期限自受理之日起计算。")
                .append("<br><span class=\"en\">")
                .append(
                        isStopped
                                ? "The clock is stopped by law; the due date is known when it goes on."
                                : "Not accepted yet; the due date is counted from acceptance.")
                .append("</span></p>\n");
    }

    private void basis() {
        if (articles.isEmpty()) {
            return;
        }
        heading("h2", "依据", "Basis");
        html.append("<ol>\n");
        articles.forEach(article -> html.append("<li>")
                .append(escaped(article.zh()))
                .append("<br><span class=\"en\">")
                .append(escaped(article.en()))
                .append("</span></li>\n"));
        html.append("</ol>\n");
    }

    private static Text words(ClockState clock) {
        return switch (clock) {
            case NOT_STARTED -> new Text("未开始", "not started");
            case RUNNING -> new Text("计时中", "running");
            case STOPPED -> new Text("已暂停", "stopped");
            case FINISHED -> new Text("已办结", "finished");
        };
    }

    private void heading(String element, String zh, String en) {
        html.append('<').append(element).append('>').append(zh);
        html.append(" <span class=\"en\">").append(en).append("</span>");
        html.append("</").append(element).append(">\n");
    }

    private void entry(String zh, String en, String value) {
        html.append("<dt>").append(zh).append(" <span class=\"en\">").append(en).append("</span></dt><dd>");
        html.append(escaped(value)).append("</dd>\n");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
