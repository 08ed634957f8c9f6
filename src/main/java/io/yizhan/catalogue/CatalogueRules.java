package io.yizhan.catalogue;

import io.smallrye.config.WithDefault;
import java.util.List;

/** The rules that differ from hall to hall. */
public interface CatalogueRules {
    /** First two characters a department's credit code may have (GB 32100); 11 is an organ of the state. */
    @WithDefault("11")
    List<String> bodyKinds();

    /** Exercise level of the hall's items (GB/T 39046 table A.2); 4 is a county or district. */
    @WithDefault("4")
    String exerciseLevel();

    /** Fewest materials one item may ask for. */
    @WithDefault("3")
    int minMaterials();

    /** Most materials one item may ask for. */
    @WithDefault("9")
    int maxMaterials();
}
