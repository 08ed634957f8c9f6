package io.yizhan.catalogue;

/** The administrative region (GB/T 2260) inside a credit code. */
final class Region {
    private static final int START = 2;
    private static final int END = 8;
    private static final int PROVINCE_LENGTH = 2;

    private Region() {}

    /** Six digits. */
    static String of(String creditCode) {
        return creditCode.substring(START, END);
    }

    /** The first two of them. */
    static String provinceOf(String creditCode) {
        return creditCode.substring(START, START + PROVINCE_LENGTH);
    }
}
