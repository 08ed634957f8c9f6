package io.yizhan.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files a catalogue consists of, in the order in which they are digested, stored and compared. */
enum CatalogueFile {
    DEPARTMENTS("departments.csv", List.of("code"), "code short_code name_zh name_en"),
    ITEMS(
            "items.csv",
            List.of("implementation_code"),
            "basic_code implementation_code local_code type department_code name_zh name_en handling_type audience"
                    + " statutory_days promised_days_before promised_days_after scope onsite_visits channels fee"
                    + " result_name_zh result_licence_type theme legal_basis_zh zone"),
    MATERIAL_TYPES(
            "material_types.csv",
            List.of("code"),
            "code name_zh name_en default_reuse_class validity_months issuer holder note"),
    REQUIREMENTS(
            "requirements.csv",
            List.of("implementation_code", "material_type"),
            "implementation_code material_type necessity condition_zh form originals copies source"
                    + " reuse_class_override status"),
    WINDOWS("windows.csv", List.of("window_no"), "zone_code window_no floor serves name_zh name_en");

    private final String fileName;
    private final List<String> keyColumns;
    private final List<String> columns;

    CatalogueFile(String fileName, List<String> keyColumns, String columns) {
        this.fileName = fileName;
        this.keyColumns = keyColumns;
        this.columns = List.of(columns.split(" ", -1));
    }

    String fileName() {
        return fileName;
    }

    List<String> keyColumns() {
        return keyColumns;
    }

    List<String> columns() {
        return columns;
    }

    /** Index of a column, counted from 0. */
    int position(String column) {
        int position = columns.indexOf(column);
        if (position < 0) {
            throw new IllegalArgumentException(fileName + " has no column " + column);
        }
        return position;
    }

    static Optional<CatalogueFile> find(String fileName) {
        return Arrays.stream(values())
                .filter(file -> file.fileName.equals(fileName))
                .findFirst();
    }
}
