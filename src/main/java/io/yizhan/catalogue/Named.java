package io.yizhan.catalogue;

/** A code with words for people, in both languages at once. */
record Named(String code, String nameZh, String nameEn) {
    static Named of(Coded value) {
        return new Named(value.code(), value.nameZh(), value.nameEn());
    }

    static Named of(Department department) {
        return new Named(department.code(), department.nameZh(), department.nameEn());
    }

    static Named of(MaterialType type) {
        return new Named(type.code(), type.nameZh(), type.nameEn());
    }
}
