package io.yizhan.platform.pg;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.postgresql.ds.PGSimpleDataSource;

/** Beside the service's own, for tests that hold what it wants or end what it has. */
@Singleton
final class DirectConnections {
    @Produces
    @Singleton
    DataSource direct(
            @ConfigProperty(name = "yizhan.pg.migration-url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        var connections = new PGSimpleDataSource();
        connections.setUrl(url);
        connections.setUser(user);
        connections.setPassword(password);
        return connections;
    }
}
