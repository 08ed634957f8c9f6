package io.yizhan.catalogue;

/** The catalogue that comes with the application, read without it. */
public final class PackagedCatalogue {
    private PackagedCatalogue() {}

    public static Catalogue read() {
        return CatalogueFixture.catalogue();
    }
}
