package io.yizhan.demo;

import io.yizhan.identity.IdentityKind;
import io.yizhan.identity.IdentityNumber;

/**
 * Someone who does not exist: the number is well formed but lies in region 00, which no real one does.
 *
 * @param stem the number without its check character
 */
record DemoPerson(String name, String stem, String phone) {
    static final DemoPerson APPLICANT = new DemoPerson("王小明", "00000119900101001", "19900000001");
    static final DemoPerson CLERK = new DemoPerson("赵窗口", "00000119850202002", "19900000002");
    static final DemoPerson OFFICER = new DemoPerson("钱审批", "00000119800303003", "19900000003");
    static final DemoPerson ADMINISTRATOR = new DemoPerson("孙管理", "00000119750404004", "19900000004");

    private static final String FAMILY_NAMES = "李周吴郑冯陈褚卫蒋沈韩杨朱秦尤许何吕施张";
    private static final String GIVEN_NAMES = "秀英建国桂兰志强淑珍文涛丽华永明玉梅海波";

    /** One of many, always the same for the same number. */
    static DemoPerson numbered(int n) {
        var family = FAMILY_NAMES.charAt(n % FAMILY_NAMES.length());
        var given = GIVEN_NAMES.substring(n * 2 % GIVEN_NAMES.length(), n * 2 % GIVEN_NAMES.length() + 2);
        var born = "%04d%02d%02d".formatted(1950 + n % 50, 1 + n % 12, 1 + n % 28);
        return new DemoPerson(family + given, "000002%s%03d".formatted(born, n % 1000), "1990001%04d".formatted(n));
    }

    String number() {
        return IdentityNumber.complete(IdentityKind.RESIDENT_ID, stem).value();
    }

    @Override
    public String toString() {
        return name;
    }
}
