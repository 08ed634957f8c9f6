package io.yizhan.catalogue;

import io.yizhan.platform.HallClock;
import java.time.OffsetDateTime;
import java.util.List;

/** The whole catalogue in one document, for kiosks that go on showing guides when the network is gone. */
record Snapshot(
        int catalogueVersion,
        String digest,
        OffsetDateTime publishedAt,
        CatalogueStatistics.View statistics,
        List<DepartmentList.DepartmentView> departments,
        List<ThemeList.ThemeView> themes,
        List<WindowView> windows,
        List<ItemGuide> items) {
    static Snapshot of(Catalogue catalogue, CatalogueStatistics.View statistics) {
        return new Snapshot(
                catalogue.version().number(),
                catalogue.version().digest(),
                catalogue
                        .version()
                        .publishedAt()
                        .atZone(HallClock.BUSINESS_ZONE)
                        .toOffsetDateTime(),
                statistics,
                DepartmentList.of(catalogue).departments(),
                ThemeList.of(catalogue).themes(),
                catalogue.windows().stream().map(WindowView::of).toList(),
                catalogue.items().stream()
                        .map(item -> ItemGuide.of(item, catalogue))
                        .toList());
    }
}
