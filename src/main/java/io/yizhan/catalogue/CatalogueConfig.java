package io.yizhan.catalogue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

@ConfigMapping(prefix = "yizhan.catalogue")
public interface CatalogueConfig {
    /** Folder of the CSV files to import at start; without it, the catalogue that comes with the application. */
    Optional<Path> folder();

    /** When the files are imported at start. Afterwards versions come through the administrators' upload. */
    @WithDefault("when-empty")
    ImportAtStart importAtStart();

    /** The rules that differ from hall to hall. */
    CatalogueRules rules();

    Upload upload();

    /** How often to look for a newer version in case its announcement was lost: the longest a replica stays behind. */
    @WithDefault("30s")
    Duration pollInterval();

    /** How long clients and caches may show what they have without asking again. */
    @WithDefault("60s")
    Duration maxAge();

    enum ImportAtStart {
        /** Never by itself. */
        NEVER,
        /** When no version has ever been published. */
        WHEN_EMPTY,
        /** Whenever the files differ from the published version: for development, where the folder is the truth. */
        WHEN_CHANGED
    }

    /** What one uploaded archive may hold. */
    interface Upload {
        /** Bytes of the archive; all five files of the sample are 230 KB before packing. */
        @WithDefault("4194304")
        int maxArchive();

        /** Bytes of all files after unpacking. */
        @WithDefault("16777216")
        int maxUnpacked();

        /** Entries, folders included. */
        @WithDefault("64")
        int maxEntries();
    }
}
