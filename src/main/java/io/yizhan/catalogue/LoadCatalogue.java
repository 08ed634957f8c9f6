package io.yizhan.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;

/** Reads a version from its tables. */
@Singleton
final class LoadCatalogue {
    private final CatalogueTables tables;
    private final CatalogueStatistics statistics;
    private final ObjectMapper json;

    LoadCatalogue(CatalogueTables tables, CatalogueStatistics statistics, ObjectMapper json) {
        this.tables = tables;
        this.statistics = statistics;
        this.json = json;
    }

    /** All tables are asked for at once. Putting some thousand rows together takes a while, so it happens on a worker thread. */
    Uni<Publication> load(SqlConnection connection, CatalogueVersion version) {
        return Uni.combine()
                .all()
                .unis(tables.rows(connection, version.number()), statistics.of(connection, version.number()))
                .asTuple()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(read -> new Publication(Catalogue.of(version, read.getItem1()), read.getItem2(), json));
    }
}
