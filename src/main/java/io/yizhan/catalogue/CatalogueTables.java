package io.yizhan.catalogue;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The rows of every version, one table per file, one column per column of the file:
 *
 * <ul>
 *   <li>{@code catalogue_department}, {@code catalogue_material_type}, {@code catalogue_item}, {@code
 *       catalogue_requirement}, {@code catalogue_window}: key (version, the file's own key); {@code position} is the
 *       place of the row in its file; what is empty in the file is null where the column allows it
 * </ul>
 *
 * Rows are written together with their version, one statement per file, and never change.
 */
@Singleton
final class CatalogueTables {
    private static final Logger LOG = Logger.getLogger(CatalogueTables.class);

    /** From here on storing a file takes long enough for somebody to wait for it. */
    private static final int MANY = 5_000;

    private static final String INSERT_DEPARTMENTS = """
            insert into catalogue_department (
                version, position, code, short_code, name_zh, name_en)
            select $1::integer, position, code, short_code, name_zh, name_en
            from unnest($2::text[], $3::text[], $4::text[], $5::text[]) with ordinality as file (
                code, short_code, name_zh, name_en, position)
            """;

    private static final String SELECT_DEPARTMENTS = """
            select code, short_code, name_zh, name_en
            from catalogue_department
            where version = $1
            order by position
            """;

    private static final String INSERT_MATERIAL_TYPES = """
            insert into catalogue_material_type (
                version, position, code, name_zh, name_en, default_reuse_class, validity_months, issuer, holder, note)
            select $1::integer, position, code, name_zh, name_en, default_reuse_class, nullif(validity_months, '')::integer, issuer, holder,
                nullif(note, '')
            from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) with ordinality as file (
                code, name_zh, name_en, default_reuse_class, validity_months, issuer, holder, note, position)
            """;

    private static final String SELECT_MATERIAL_TYPES = """
            select code, name_zh, name_en, default_reuse_class, coalesce(validity_months::text, ''), issuer, holder,
                coalesce(note, '')
            from catalogue_material_type
            where version = $1
            order by position
            """;

    private static final String INSERT_ITEMS = """
            insert into catalogue_item (
                version, position, basic_code, implementation_code, local_code, type, department_code, name_zh, name_en, handling_type,
                audience, statutory_days, promised_days_before, promised_days_after, scope, onsite_visits,
                channels, fee, result_name_zh, result_licence_type, theme, legal_basis_zh, zone)
            select $1::integer, position, basic_code, implementation_code, local_code, type, department_code, name_zh, name_en, handling_type,
                audience, statutory_days::integer, promised_days_before::integer,
                promised_days_after::integer, scope, onsite_visits::integer, channels, fee, result_name_zh,
                nullif(result_licence_type, ''), theme, legal_basis_zh, zone
            from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
                $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
                $18::text[], $19::text[], $20::text[], $21::text[], $22::text[]) with ordinality as file (
                basic_code, implementation_code, local_code, type, department_code, name_zh, name_en, handling_type,
                audience, statutory_days, promised_days_before, promised_days_after, scope, onsite_visits,
                channels, fee, result_name_zh, result_licence_type, theme, legal_basis_zh, zone, position)
            """;

    private static final String SELECT_ITEMS = """
            select basic_code, implementation_code, local_code, type, department_code, name_zh, name_en, handling_type,
                audience, statutory_days::text, promised_days_before::text, promised_days_after::text,
                scope, onsite_visits::text, channels, fee, result_name_zh, coalesce(result_licence_type,
                ''), theme, legal_basis_zh, zone
            from catalogue_item
            where version = $1
            order by position
            """;

    private static final String INSERT_REQUIREMENTS = """
            insert into catalogue_requirement (
                version, position, implementation_code, material_type, necessity, condition_zh, form, originals, copies, source,
                reuse_class_override, status)
            select $1::integer, position, implementation_code, material_type, necessity, nullif(condition_zh, ''), form, originals::integer,
                copies::integer, source, nullif(reuse_class_override, ''), status
            from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
                $11::text[]) with ordinality as file (
                implementation_code, material_type, necessity, condition_zh, form, originals, copies, source,
                reuse_class_override, status, position)
            """;

    private static final String SELECT_REQUIREMENTS = """
            select implementation_code, material_type, necessity, coalesce(condition_zh, ''), form, originals::text,
                copies::text, source, coalesce(reuse_class_override, ''), status
            from catalogue_requirement
            where version = $1
            order by position
            """;

    private static final String INSERT_WINDOWS = """
            insert into catalogue_window (
                version, position, zone_code, window_no, floor, serves, name_zh, name_en)
            select $1::integer, position, zone_code, window_no, floor::integer, serves, name_zh, name_en
            from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) with ordinality as file (
                zone_code, window_no, floor, serves, name_zh, name_en, position)
            """;

    private static final String SELECT_WINDOWS = """
            select zone_code, window_no, floor::text, serves, name_zh, name_en
            from catalogue_window
            where version = $1
            order by position
            """;

    /** In the order the foreign keys want. */
    private static final List<Table> TABLES = List.of(
            new Table(CatalogueFile.DEPARTMENTS, INSERT_DEPARTMENTS, SELECT_DEPARTMENTS),
            new Table(CatalogueFile.MATERIAL_TYPES, INSERT_MATERIAL_TYPES, SELECT_MATERIAL_TYPES),
            new Table(CatalogueFile.ITEMS, INSERT_ITEMS, SELECT_ITEMS),
            new Table(CatalogueFile.REQUIREMENTS, INSERT_REQUIREMENTS, SELECT_REQUIREMENTS),
            new Table(CatalogueFile.WINDOWS, INSERT_WINDOWS, SELECT_WINDOWS));

    private record Table(CatalogueFile file, String insert, String select) {}

    private record Read(CatalogueFile file, List<Row> rows) {}

    Uni<Void> insert(SqlClient transaction, int version, CatalogueRows rows) {
        return Multi.createFrom()
                .iterable(TABLES)
                .onItem()
                .transformToUniAndConcatenate(table -> insert(transaction, version, table, rows.of(table.file())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Integer> insert(SqlClient transaction, int version, Table table, List<Row> rows) {
        return transaction
                .preparedQuery(table.insert())
                .execute(columns(version, table.file(), rows))
                .map(RowSet::rowCount)
                .invoke(count -> report(version, table.file(), count));
    }

    private static void report(int version, CatalogueFile file, int count) {
        var level = count < MANY ? Logger.Level.DEBUG : Logger.Level.INFO;
        LOG.logf(level, "catalogue version %d: stored %d rows of %s", version, count, file.fileName());
    }

    /** One array per column: however many rows, the statement is the same. */
    private static Tuple columns(int version, CatalogueFile file, List<Row> rows) {
        var values = new ArrayList<>();
        values.add(version);
        for (var column : file.columns()) {
            values.add(rows.stream().map(row -> row.get(column)).toArray(String[]::new));
        }
        return Tuple.wrap(values);
    }

    /** The rows of one version, none when there is no such version. */
    Uni<CatalogueRows> rows(SqlConnection connection, int version) {
        var reads =
                TABLES.stream().map(table -> read(connection, version, table)).toList();
        return Uni.join().all(reads).andFailFast().map(CatalogueTables::rows);
    }

    private static CatalogueRows rows(List<Read> read) {
        return CatalogueRows.of(read.stream()
                .collect(toMap(
                        Read::file, Read::rows, (once, twice) -> once, () -> new EnumMap<>(CatalogueFile.class))));
    }

    private static Uni<Read> read(SqlClient client, int version, Table table) {
        return client.preparedQuery(table.select()).execute(Tuple.of(version)).map(found -> read(table.file(), found));
    }

    private static Read read(CatalogueFile file, RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        var rows = new ArrayList<Row>(found.size());
        for (var row : found) {
            var cells = new ArrayList<String>(file.columns().size());
            for (int i = 0; i < file.columns().size(); i++) {
                cells.add(row.getString(i));
            }
            rows.add(new Row(file, 0, List.copyOf(cells)));
        }
        return new Read(file, rows);
    }
}
