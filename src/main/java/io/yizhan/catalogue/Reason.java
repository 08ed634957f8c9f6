package io.yizhan.catalogue;

import io.yizhan.platform.Text;
import java.util.Arrays;
import java.util.Locale;

/** Why a catalogue is refused. The word is stable; the sentences name what was found and what is wanted. */
enum Reason {
    // the file as a whole
    FILE_MISSING("缺少文件 %s", "the file %s is missing"),
    FILE_UNKNOWN("不认识的文件 %s", "the file %s is not part of a catalogue"),
    FILE_TWICE("文件 %s 出现多次", "the file %s occurs more than once"),
    NOT_UTF8("不是有效的 UTF-8 文本", "is not valid UTF-8"),
    BYTE_ORDER_MARK("文件以字节顺序标记开头", "the file begins with a byte order mark"),
    CARRIAGE_RETURN("%s 行含回车符，换行只能用 LF", "%s lines contain a carriage return; lines end with LF alone"),
    TAB("含制表符", "contains a tab"),
    NO_FINAL_NEWLINE("最后一行没有换行", "the last line does not end with a line feed"),
    CSV_SYNTAX("引号不符合 RFC 4180，其后的内容无法读取", "quotes do not follow RFC 4180; what comes after cannot be read"),
    TOO_MANY_ROWS("超过 %s 行", "has more than %s rows"),
    HEADER("表头第 %s 列应为 %s", "column %s of the header must be %s"),
    FIELD_COUNT("有 %s 列，应为 %s 列", "has %s fields instead of %s"),

    // one cell
    STRAY_SPACE("首尾或中间有多余空格", "has stray spaces"),
    EMPTY("不能为空", "must not be empty"),
    NOT_A_NUMBER("不是非负整数：%s", "is not a whole number: %s"),
    OUT_OF_RANGE("须在 %s 到 %s 之间", "must be between %s and %s"),
    UNKNOWN_VALUE("取值 %s 不在 %s 之内", "%s is none of %s"),
    LAYOUT("%s 的格式应为 %s", "%s must look like %s"),
    DUPLICATE("%s 与第 %s 行重复", "%s is already on line %s"),
    UNKNOWN_REFERENCE("%s 不在 %s 中", "%s is not in %s"),
    HALF_WIDTH_PUNCTUATION("中文内容须用全角标点", "Chinese text takes full-width punctuation"),
    NOT_CHINESE("须为中文", "must be Chinese"),
    NOT_ASCII("只能含 ASCII 字符", "must be plain ASCII"),

    // departments
    CREDIT_CODE_LAYOUT("不是 18 位统一社会信用代码", "is not laid out like a unified social credit code"),
    CREDIT_CODE_CHECK("统一社会信用代码校验位有误", "the check character of the credit code is wrong"),
    ORGANISATION_CODE_CHECK("内含组织机构代码的校验位有误", "the check character of the embedded organisation code is wrong"),
    BODY_KIND("机构类别应为 %s", "the kind of body must be one of %s"),
    OTHER_REGION("行政区划应为 %s", "the region must be %s like the other departments'"),
    DEPARTMENT_WITHOUT_ITEM("该部门没有任何事项", "the department has no item"),

    // items
    ORIGIN("目录来源应为 00 或 %s", "the origin must be 00 or %s"),
    BASIC_CODE_TYPE("基本编码中的类型与 type 列 %s 不一致", "the type in the basic code differs from the type column, %s"),
    IMPLEMENTATION_LENGTH("实施编码应为 31 位", "an implementation code has 31 characters"),
    IMPLEMENTATION_BODY("前 18 位应为实施部门代码 %s", "must begin with the department code %s"),
    IMPLEMENTATION_LEVEL("第 19 位行使层级应为 %s", "the exercise level, character 19, must be %s"),
    IMPLEMENTATION_BASIC("末 12 位应为基本编码 %s", "must end with the basic code %s"),
    MAIN_CODE_OWNER("主项 %s 已属于第 %s 行的部门和类型", "main item %s belongs to the department and type of line %s"),
    SUB_CODE_SEQUENCE("子项应为 %s", "the sub item must be %s"),
    PROMISED_ABOVE_STATUTORY("承诺时限超过法定时限 %s", "the promised limit exceeds the statutory limit of %s"),
    PROMISED_GREW("现承诺时限超过原承诺时限 %s", "the limit promised now exceeds the former one of %s"),
    NO_STATUTORY_LIMIT("行政许可须有法定时限", "a licensing item must have a statutory limit"),
    IMMEDIATE_WITH_LIMIT("即办件的承诺时限须为 0", "an item handled on the spot has a promised limit of 0"),
    PROMISED_WITHOUT_LIMIT("承诺件的承诺时限须大于 0", "an item with a promised limit needs one above 0"),
    NO_WINDOW("%s 没有受理该类对象的窗口", "no acceptance window at %s is meant for this audience"),
    CHANNEL_ORDER("渠道须不重复并按 %s 的顺序", "channels must be distinct and in the order %s"),
    NO_WINDOW_CHANNEL("任何事项都须可在窗口办理", "every item can be applied for at the window"),
    NO_ONLINE_CHANNEL("无须到场的事项须可网上办理", "an item that needs no visit must be open online"),
    RESULT_ISSUER("该材料类型由 %s 核发，不是本部门", "this material type is issued by %s, not by this department"),
    RESULT_UNUSED("没有事项以该结果为材料", "no item asks for this result"),

    // material types
    VALIDITY_MISSING("有效期内使用的材料须有有效期", "a class V material needs a validity"),
    VALIDITY_WITHOUT_CLASS("只有有效期内使用的材料才有有效期", "only a class V material has a validity"),
    ONE_OFF_REUSABLE("申请表和承诺书不可重复使用", "forms and commitments are never reused"),
    PROOF_IN_USE("已废止的证明不得再要求提交", "an abolished proof may not be asked for"),
    PROOF_NEVER_CANCELLED("没有事项取消过该证明", "no item has cancelled this proof"),
    TYPE_UNUSED("没有事项使用该材料类型", "no item asks for this material type"),
    CIRCULAR_PROOF("循环证明：取得它所需的材料以它为前提", "circular proof: what it takes to obtain it depends on it"),

    // requirements
    CONDITION_MISSING("按情形提供的材料须写明情形", "a conditional material must state its condition"),
    CONDITION_WITHOUT_NEED("只有按情形提供的材料才写情形", "only a conditional material states a condition"),
    PAPER_WITHOUT_COUNT("纸质材料须有原件或复印件份数", "a paper material needs a number of originals or copies"),
    COUNT_WITHOUT_PAPER("电子材料没有原件或复印件份数", "an electronic material has no originals or copies"),
    PAPER_WITHOUT_VISIT("无须到场的事项不得只收纸质", "an item that needs no visit cannot insist on paper"),
    SOURCE_NOT_GOVERNMENT("由部门核发的材料来源应为 government", "what a department issues comes from government"),
    OVERRIDE_NOT_STRICTER("重用类别只能比默认的 %s 更严", "the reuse class may only be stricter than the default, %s"),
    HOLDER_MISMATCH("持有人与事项的服务对象不符", "its holder cannot apply for this item"),
    HOLDER_BOUND("服务对象含两类时，只属一类的材料不得必要", "where both may apply, a material of one kind of holder cannot be required"),
    REQUIREMENT_COUNT("现行材料有 %s 项，应为 %s 到 %s 项", "asks for %s materials; %s to %s are allowed"),
    APPLICATION_FORM("必要的申请表有 %s 份，应为 1 份", "has %s required application forms instead of 1");

    private static final int LONGEST_VALUE = 60;

    private final String zh;
    private final String en;

    Reason(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** The stable word, such as {@code promised-above-statutory}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Text text(Object... values) {
        var shortened = Arrays.stream(values).map(Reason::shorten).toArray();
        return new Text(zh.formatted(shortened), en.formatted(shortened));
    }

    private static String shorten(Object value) {
        var text = value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
