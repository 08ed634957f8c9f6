package io.yizhan.catalogue;

/** A window of the hall. */
record WindowView(String number, int floor, Named zone, Named serves, String nameZh, String nameEn) {
    static WindowView of(ServiceWindow window) {
        return new WindowView(
                window.number(),
                window.floor(),
                Named.of(window.zone()),
                Named.of(window.serves()),
                window.nameZh(),
                window.nameEn());
    }
}
