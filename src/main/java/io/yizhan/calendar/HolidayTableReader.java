package io.yizhan.calendar;

import static java.util.stream.Collectors.toUnmodifiableSet;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.yizhan.platform.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a holiday table and refuses it whole, with every error in it, rather than count days by half a table. */
final class HolidayTableReader {
    private static final String DAYS = "/calendar/cn-public-holidays.csv";
    private static final String NOTICES = "/calendar/cn-holiday-notices.csv";

    private final List<String> errors = new ArrayList<>();

    private HolidayTableReader() {}

    /** The table this release ships: 2015 to 2026. */
    static HolidayTable shipped() {
        return Shipped.TABLE;
    }

    /** Its notices alone, without the days they name. */
    static List<HolidayNotice> shippedNotices() {
        try (Reader notices = open(NOTICES)) {
            var reader = new HolidayTableReader();
            var announced = reader.rows(notices, reader::notice);
            if (!reader.errors.isEmpty()) {
                throw new InvalidHolidayTable(reader.errors);
            }
            return announced;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read once. */
    private static final class Shipped {
        static final HolidayTable TABLE = readShipped();
    }

    private static HolidayTable readShipped() {
        try (Reader days = open(DAYS);
                Reader notices = open(NOTICES)) {
            return read(days, notices);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param days columns {@code date,kind,name_zh,name_en,notice}, one row a date
     * @param notices columns {@code notice,year,number,title,published_on,source}
     * @throws InvalidHolidayTable naming the line and the reason of every error
     */
    static HolidayTable read(Reader days, Reader notices) {
        return new HolidayTableReader().table(days, notices);
    }

    private HolidayTable table(Reader days, Reader notices) {
        List<HolidayNotice> announced = rows(notices, this::notice);
        Set<String> ids = announced.stream().map(HolidayNotice::id).collect(toUnmodifiableSet());
        Set<LocalDate> seen = new HashSet<>();
        List<PublicHoliday> named = rows(days, row -> day(row, ids, seen));
        if (announced.isEmpty()) {
            errors.add("there is no notice");
        }
        if (!errors.isEmpty()) {
            throw new InvalidHolidayTable(errors);
        }
        return new HolidayTable(named, announced);
    }

    private HolidayNotice notice(NamedCsvRecord row) {
        return new HolidayNotice(
                field(row, "notice"),
                Integer.parseInt(field(row, "year")),
                field(row, "number"),
                field(row, "title"),
                LocalDate.parse(field(row, "published_on")),
                source(row));
    }

    private static URI source(NamedCsvRecord row) {
        return URI.create(field(row, "source"));
    }

    private static PublicHoliday day(NamedCsvRecord row, Set<String> notices, Set<LocalDate> seen) {
        LocalDate date = LocalDate.parse(field(row, "date"));
        String notice = field(row, "notice");
        require(seen.add(date), date + " is named twice");
        require(notices.contains(notice), "notice " + notice + " is not listed");
        Text name = new Text(field(row, "name_zh"), field(row, "name_en"));
        return new PublicHoliday(date, PublicHoliday.Kind.ofWord(field(row, "kind")), name, notice);
    }

    private <T> List<T> rows(Reader csv, Function<NamedCsvRecord, T> parse) {
        return CsvReader.builder().ofNamedCsvRecord(csv).stream()
                .flatMap(row -> parsed(row, parse).stream())
                .toList();
    }

    private <T> Optional<T> parsed(NamedCsvRecord row, Function<NamedCsvRecord, T> parse) {
        try {
            return Optional.of(parse.apply(row));
        } catch (DateTimeException | IllegalArgumentException e) {
            errors.add("line " + row.getStartingLineNumber() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String field(NamedCsvRecord row, String name) {
        String value = row.findField(name).orElse("").strip();
        require(!value.isEmpty(), name + " is missing");
        return value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static Reader open(String resource) {
        InputStream bytes = HolidayTableReader.class.getResourceAsStream(resource);
        return new InputStreamReader(Objects.requireNonNull(bytes, resource), StandardCharsets.UTF_8);
    }
}
