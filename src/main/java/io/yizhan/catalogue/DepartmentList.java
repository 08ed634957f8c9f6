package io.yizhan.catalogue;

import java.util.List;

/** The departments with the number of their items, in the order of the catalogue. */
record DepartmentList(int catalogueVersion, List<DepartmentView> departments) {
    static DepartmentList of(Catalogue catalogue) {
        return new DepartmentList(
                catalogue.version().number(),
                catalogue.departments().stream()
                        .map(department -> DepartmentView.of(department, catalogue))
                        .toList());
    }

    /** A department. */
    record DepartmentView(String code, String shortCode, String nameZh, String nameEn, int items) {
        private static DepartmentView of(Department department, Catalogue catalogue) {
            var items = catalogue.items().stream()
                    .filter(item -> item.department().equals(department))
                    .count();
            return new DepartmentView(
                    department.code(),
                    department.shortCode(),
                    department.nameZh(),
                    department.nameEn(),
                    Math.toIntExact(items));
        }
    }
}
